import type { Operator, Tensor } from "../../../graph/graph.ts";
import { type NpuTensor, toNpuTensor } from "./npu-tensor.ts";

/** Operands that carry data, by operator; every other operator has one, its first. */
const DATA_OPERANDS: ReadonlyMap<string, readonly number[]> = new Map([
  ["ADD", [0, 1]],
  ["MUL", [0, 1]],
  ["SPLIT", [1]],
  ["TRANSPOSE_CONV", [2]],
]);

/** The tensors that carry data into the operator: no weights, no bias, no shape or axis operands. */
export function dataInputsOf(operator: Operator): readonly (Tensor | undefined)[] {
  if (operator.name === "CONCATENATION") return operator.inputs;
  return (DATA_OPERANDS.get(operator.name) ?? [0]).map((index) => operator.inputs[index]);
}

/**
 * The tensors that stand between operators: inputs with data and outputs.
 *
 * Constants that ADD and MUL fold into something else are left out: they never reach the NPU as they are.
 */
export function activationsOf(operator: Operator): readonly (Tensor | undefined)[] {
  const inputs = dataInputsOf(operator);
  return [...(isFolding(operator) ? inputs.filter(isComputed) : inputs), ...operator.outputs];
}

/** The first data input and the first output in the NPU's terms, if both have one. */
export function inputAndOutput(
  operator: Operator,
): { readonly input: NpuTensor; readonly output: NpuTensor } | undefined {
  const input = toNpuTensor(dataInputsOf(operator)[0]);
  const output = toNpuTensor(operator.outputs[0]);
  return input && output && { input, output };
}

function isFolding({ name }: Operator): boolean {
  return name === "ADD" || name === "MUL";
}

function isComputed(tensor: Tensor | undefined): boolean {
  return tensor?.data === undefined;
}
