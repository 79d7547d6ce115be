import { constantFloats, constantInts } from "../constant-values.ts";
import type { Operator, Quantization, Tensor } from "../graph.ts";
import { numberAttribute } from "../onnx-attributes.ts";
import type { DraftTensor } from "./scope.ts";

/**
 * Notes on each quantized tensor what its QuantizeLinear or DequantizeLinear node says, as TFLite does.
 *
 * ONNX keeps scales and zero points as operands of these nodes; only constant ones are read.
 */
export function readQuantization(
  operators: readonly Operator[],
  findDraft: (tensor: Tensor) => DraftTensor | undefined,
): void {
  for (const operator of operators) {
    const tensor = findQuantized(operator);
    if (tensor === undefined) continue;
    const draft = findDraft(tensor);
    const quantization = toQuantization(operator);
    if (draft !== undefined && quantization !== undefined) draft.quantization = quantization;
  }
}

function findQuantized({ name, domain, inputs, outputs }: Operator): Tensor | undefined {
  if (domain !== "") return undefined;
  if (name === "DequantizeLinear") return inputs[0];
  return name === "QuantizeLinear" ? outputs[0] : undefined;
}

function toQuantization(operator: Operator): Quantization | undefined {
  const [, scale, zeroPoint] = operator.inputs;
  const scales = constantFloats(scale);
  if (scales === undefined) return undefined;
  const axis = numberAttribute(operator, "axis") ?? 1;
  const zeroPoints = constantInts(zeroPoint) ?? scales.map(() => 0);
  const rank = operator.inputs[0]?.shape?.length ?? 0;
  return { scales, zeroPoints, axis: axis < 0 ? axis + rank : axis, min: [], max: [] };
}
