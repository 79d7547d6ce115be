import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
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
import { padAmounts, renderSize, windowOptionsOf } from "./window.ts";

const TRANSPOSED_STRIDE: OperatorConstraint = {
  code: "AX-OP-917",
  condition: "The stride of a transposed convolution is not 2 in both directions.",
  why: LEAVES_DLPU,
  remedy: "Use stride 2, or a RESIZE_NEAREST_NEIGHBOR by 2 followed by a convolution.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const stride = strideOf(operator);
    return stride.height === 2 && stride.width === 2 ? undefined : `stride ${renderSize(stride)}`;
  },
};

const TRANSPOSED_LARGE_KERNEL: OperatorConstraint = {
  code: "A9-TCONV-001",
  condition: "A transposed convolution with a kernel larger than 7 is not padded with SAME.",
  why: LEAVES_DLPU,
  remedy: "Pad with SAME, or use a kernel of at most 7×7.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const kernel = kernelOf(operator);
    return isLarge(kernel) && transposedPads(operator).every((pad) => pad === 0)
      ? `kernel ${renderSize(kernel)} without padding`
      : undefined;
  },
};

const TRANSPOSED_SIZE: OperatorConstraint = {
  code: "A9-TCONV-002",
  condition:
    "The output of a transposed convolution is not as large as input, stride and kernel make it, as with a kernel smaller than the stride.",
  why: `${LEAVES_DLPU} The DLPU computes the size from (input - 1) × stride + kernel - padding.`,
  remedy: "Use a kernel at least as large as the stride.",
  source: SUPPORT_LIBRARY,
  violated: describeTransposedSize,
};

export const TRANSPOSE_CONV: readonly OperatorConstraint[] = [
  KERNEL,
  TRANSPOSED_STRIDE,
  TRANSPOSED_LARGE_KERNEL,
  TRANSPOSED_SIZE,
  ALL_CHANNELS,
  CONSTANT_WEIGHTS,
  WEIGHT_ZERO_POINT,
  WEIGHT_SCALES,
  BIAS,
  BIAS_ZERO_POINT,
  OVERALL_SCALE,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

function describeTransposedSize(operator: Operator): string | undefined {
  const tensors = inputAndOutput(operator);
  if (tensors === undefined) return undefined;
  const { input, output } = tensors;
  const [kernel, stride] = [kernelOf(operator), strideOf(operator)];
  const [padHeight = 0, padWidth = 0] = transposedPads(operator);
  const computed = {
    height: (input.shape[1] - 1) * stride.height + kernel.height - padHeight,
    width: (input.shape[2] - 1) * stride.width + kernel.width - padWidth,
  };
  const actual = { height: output.shape[1], width: output.shape[2] };
  return computed.height === actual.height && computed.width === actual.width
    ? undefined
    : `output ${renderSize(actual)} where the DLPU computes ${renderSize(computed)}`;
}

/** Rows and columns that are cut from the full result: what SAME would pad on the output. */
function transposedPads(operator: Operator): readonly number[] {
  const output = toNpuTensor(operator.outputs[0]);
  const padding = windowOptionsOf(operator)?.padding;
  if (output === undefined || padding === undefined) return [0, 0];
  const [kernel, stride] = [kernelOf(operator), strideOf(operator)];
  const vertical = padAmounts(output.shape[1], kernel.height, stride.height, padding);
  const horizontal = padAmounts(output.shape[2], kernel.width, stride.width, padding);
  return [vertical.before + vertical.after, horizontal.before + horizontal.after];
}
