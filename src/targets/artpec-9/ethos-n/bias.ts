import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { type NpuTensor, toNpuTensor } from "./npu-tensor.ts";
import { dataInputsOf } from "./operands.ts";
import { accumulatorScales, renderScale } from "./quantization.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

/** How far, relative to input scale × weight scale, a bias scale may be off. */
const SCALE_TOLERANCE = Math.fround(0.01);

/** A bias that is left out is fine: the NPU then adds zeros. */
export const BIAS: OperatorConstraint = {
  code: "A9-BIAS-001",
  condition:
    "The bias is computed at run time, is not int32, or its scales differ from input scale × weight scale by more than 1 %.",
  why: LEAVES_DLPU,
  remedy:
    "Convert with TFLite's converter, which stores the bias as int32 with exactly this scale; don't edit scales afterwards.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    const bias = biasOf(operator);
    return bias && describeBias(bias, operator);
  },
};

export const BIAS_ZERO_POINT: OperatorConstraint = {
  code: "A9-BIAS-002",
  condition: "The zero point of the bias is not 0.",
  why: LEAVES_DLPU,
  remedy: "Convert with TFLite's converter: its biases have zero point 0.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const zeroPoint = toNpuTensor(biasOf(operator))?.zeroPoint ?? 0;
    return zeroPoint === 0 ? undefined : `zero point ${zeroPoint}`;
  },
};

/** The operand with the bias; `undefined` if the operator has none. */
export function biasOf(operator: Operator): Tensor | undefined {
  return operator.inputs[operator.name === "TRANSPOSE_CONV" ? 3 : 2];
}

function describeBias(tensor: Tensor, operator: Operator): string | undefined {
  if (tensor.data === undefined) return "bias is not constant";
  const bias = toNpuTensor(tensor);
  if (bias?.dtype !== "int32") return `${tensor.dtype} bias`;
  const input = toNpuTensor(dataInputsOf(operator)[0]);
  const weights = toNpuTensor(operator.inputs[1]);
  if (input === undefined || weights === undefined) return undefined;
  return describeScales(bias, accumulatorScales(input, weights));
}

function describeScales(bias: NpuTensor, expected: readonly number[]): string | undefined {
  if (bias.scales.length !== expected.length) {
    return `${bias.scales.length} bias scales for ${expected.length} products of input and weight scale`;
  }
  const channel = expected.findIndex((scale, i) => isMismatch(scale, bias.scales[i] ?? 0));
  if (channel < 0) return undefined;
  return `bias scale ${renderScale(bias.scales[channel] ?? 0)} instead of ${renderScale(expected[channel] ?? 0)}`;
}

/** In single precision, as Arm's backend compares. */
function isMismatch(expected: number, actual: number): boolean {
  const tolerance = Math.abs(Math.fround(expected * SCALE_TOLERANCE));
  return Math.abs(Math.fround(expected - actual)) > tolerance;
}
