import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { isEightBit, isZeroPointInRange, toNpuTensor } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { accumulatorScales, describeOverallScale } from "./quantization.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import { countOf } from "../../../words/numbers.ts";

export const CONSTANT_WEIGHTS: OperatorConstraint = {
  code: "A9-WEIGHTS-001",
  condition: "The weights are computed at run time, or neither int8 nor uint8.",
  why: `${LEAVES_DLPU} The DLPU's compiler encodes weights ahead of time.`,
  remedy: "Freeze the weights, and quantize them to int8.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const [, tensor] = operator.inputs;
    if (tensor?.data === undefined) return "weights are not constant";
    const weights = toNpuTensor(tensor);
    return weights !== undefined && isEightBit(weights) ? undefined : `${tensor.dtype} weights`;
  },
};

export const WEIGHT_ZERO_POINT: OperatorConstraint = {
  code: "A9-WEIGHTS-002",
  condition: "The zero point of the weights lies outside of their dtype.",
  why: LEAVES_DLPU,
  remedy: "Quantize again: a zero point is a value of the tensor's own dtype.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const weights = toNpuTensor(operator.inputs[1]);
    if (weights === undefined || isZeroPointInRange(weights.zeroPoint, weights.dtype))
      return undefined;
    return `zero point ${weights.zeroPoint} of ${weights.dtype}`;
  },
};

export const WEIGHT_SCALES: OperatorConstraint = {
  code: "A9-WEIGHTS-003",
  condition:
    "Per-channel weights have their scales along another dimension than the output channels, or not one for each.",
  why: LEAVES_DLPU,
  remedy: "Quantize per output channel, as TFLite's converter does, or per tensor.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const weights = toNpuTensor(operator.inputs[1]);
    if (weights?.axis === undefined) return undefined;
    const axis = operator.name === "DEPTHWISE_CONV_2D" ? 3 : 0;
    const channels = weights.shape[axis];
    return weights.axis === axis && weights.scales.length === channels
      ? undefined
      : `${countOf(weights.scales.length, "scale")} along dimension ${weights.axis}, ${countOf(channels, "output channel")}`;
  },
};

export const OVERALL_SCALE: OperatorConstraint = {
  code: "AX-OP-922",
  condition: "Input scale × weight scale ÷ output scale is 65536 or more.",
  why: `${LEAVES_DLPU} The published lower end of 2^-32 is not enforced.`,
  remedy: "Quantize again with representative data: such a ratio comes from a range that is off.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    const weights = toNpuTensor(operator.inputs[1]);
    if (tensors === undefined || weights === undefined) return undefined;
    return describeOverallScale(accumulatorScales(tensors.input, weights), tensors.output);
  },
};

/** For regular and transposed convolutions, whose weights reach over all input channels. */
export const ALL_CHANNELS: OperatorConstraint = {
  code: "A9-CONV-002",
  condition:
    "The convolution is grouped: its weights reach over a part of the input channels only.",
  why: LEAVES_DLPU,
  remedy:
    "Use a depthwise or a regular convolution, or write the groups as a split, convolutions and a concatenation.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const input = inputAndOutput(operator)?.input.shape[3];
    const weights = toNpuTensor(operator.inputs[1])?.shape[3];
    return input === undefined || weights === undefined || input === weights
      ? undefined
      : `weights of ${weights} channels, input of ${input}`;
  },
};
