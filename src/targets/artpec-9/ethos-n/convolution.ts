import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { BIAS, BIAS_ZERO_POINT } from "./bias.ts";
import { KERNEL, isLarge, kernelOf, strideOf } from "./kernel.ts";
import { toNpuTensor } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { FUSED_ACTIVATION, SAME_TYPE } from "./shared-constraints.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import {
  ALL_CHANNELS,
  CONSTANT_WEIGHTS,
  OVERALL_SCALE,
  WEIGHT_SCALES,
  WEIGHT_ZERO_POINT,
} from "./weights.ts";
import { renderSize, windowOptionsOf } from "./window.ts";

const SQUARE_KERNEL: OperatorConstraint = {
  code: "A9-DW-001",
  condition: "The kernel of a depthwise convolution is not square.",
  why: `${LEAVES_DLPU} The published table allows different height and width; Arm's library does not.`,
  remedy: "Use a square kernel, or a regular convolution for a non-square one.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const kernel = kernelOf(operator);
    return kernel.height === kernel.width ? undefined : `kernel ${renderSize(kernel)}`;
  },
};

const STRIDE: OperatorConstraint = {
  code: "AX-OP-902",
  condition: "The strides are not equal, or neither 1 nor 2.",
  why: LEAVES_DLPU,
  remedy: "Use stride 1 or 2 in both directions; make stride 4 from two convolutions of stride 2.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const stride = strideOf(operator);
    const isTaken = stride.height === stride.width && [1, 2].includes(stride.height);
    return isTaken ? undefined : `stride ${renderSize(stride)}`;
  },
};

const LARGE_KERNEL_STRIDE: OperatorConstraint = {
  code: "AX-OP-903",
  condition: "A kernel larger than 7 has a stride above 1.",
  why: LEAVES_DLPU,
  remedy: "Use a kernel of at most 7×7 where the stride is 2.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const kernel = kernelOf(operator);
    const stride = strideOf(operator);
    return stride.width > 1 && isLarge(kernel)
      ? `kernel ${renderSize(kernel)}, stride ${renderSize(stride)}`
      : undefined;
  },
};

const MULTIPLIER: OperatorConstraint = {
  code: "AX-OP-904",
  condition:
    "The channel multiplier of a depthwise convolution is above 1 on several input channels, or with per-channel weights.",
  why: `${LEAVES_DLPU} The published table allows a multiplier of 1 only; Arm's library also takes a larger one on a single input channel with per-tensor weights.`,
  remedy: "Use a regular convolution, or a multiplier of 1.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const input = inputAndOutput(operator)?.input;
    const weights = toNpuTensor(operator.inputs[1]);
    if (input === undefined || weights === undefined) return undefined;
    const channels = input.shape[3];
    const multiplier = Math.floor(weights.shape[3] / channels);
    return multiplier === 1 || (channels === 1 && weights.axis === undefined)
      ? undefined
      : `multiplier ${multiplier} on ${channels} input channels`;
  },
};

const POINTWISE_DEPTHWISE_STRIDE: OperatorConstraint = {
  code: "AX-OP-905",
  condition: "A 1×1 depthwise convolution has a stride above 1.",
  why: LEAVES_DLPU,
  remedy: "Use a 1×1 max pool of stride 2, or a 3×3 depthwise kernel.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const kernel = kernelOf(operator);
    const stride = strideOf(operator);
    return kernel.height === 1 && kernel.width === 1 && stride.width !== 1
      ? `kernel 1×1, stride ${renderSize(stride)}`
      : undefined;
  },
};

const DILATION: OperatorConstraint = {
  code: "A9-CONV-001",
  condition: "The convolution is dilated.",
  why: LEAVES_DLPU,
  remedy: "Use a larger kernel or a stack of undilated convolutions, and train again.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const { dilationH = 1, dilationW = 1 } = windowOptionsOf(operator) ?? {};
    return dilationH === 1 && dilationW === 1 ? undefined : `dilation ${dilationH}×${dilationW}`;
  },
};

const COMMON: readonly OperatorConstraint[] = [
  KERNEL,
  STRIDE,
  DILATION,
  CONSTANT_WEIGHTS,
  WEIGHT_ZERO_POINT,
  WEIGHT_SCALES,
  BIAS,
  OVERALL_SCALE,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

export const CONV_2D: readonly OperatorConstraint[] = [
  ...COMMON,
  ALL_CHANNELS,
  LARGE_KERNEL_STRIDE,
  BIAS_ZERO_POINT,
];

/** Here the library takes 9×9 with stride 2, and a bias with any zero point. */
export const DEPTHWISE_CONV_2D: readonly OperatorConstraint[] = [
  ...COMMON,
  SQUARE_KERNEL,
  MULTIPLIER,
  POINTWISE_DEPTHWISE_STRIDE,
];
