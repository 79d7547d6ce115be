import { constantInts } from "../../../graph/constant-values.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { elementCount } from "../../../graph/tensor-shape.ts";
import { type NpuTensor, storedSizes, toNpuTensor, toShape4 } from "./npu-tensor.ts";

/** An operand of ADD or MUL. */
export interface Operand extends NpuTensor {
  /** The stored value of a constant with one element. */
  readonly value: number | undefined;
}

/** The operands of ADD or MUL with the shorter one expanded by ones in front. */
export interface OperandPair {
  readonly first: Operand;
  readonly second: Operand;
  readonly output: NpuTensor;
}

/** `undefined` when a tensor is none that the NPU has. */
export function operandPairOf({ inputs, outputs }: Operator): OperandPair | undefined {
  const rank = Math.max(rankOf(inputs[0]), rankOf(inputs[1]));
  const first = toOperand(inputs[0], rank);
  const second = toOperand(inputs[1], rank);
  const output = toNpuTensor(outputs[0]);
  return first && second && output && { first, second, output };
}

function rankOf(tensor: Tensor | undefined): number {
  return (tensor && storedSizes(tensor)?.length) ?? 0;
}

function toOperand(tensor: Tensor | undefined, rank: number): Operand | undefined {
  if (tensor === undefined) return undefined;
  const operand = toNpuTensor(tensor);
  const sizes = storedSizes(tensor);
  if (operand === undefined || sizes === undefined) return undefined;
  const leadingOnes = Array.from({ length: rank - sizes.length }, () => 1);
  return {
    ...operand,
    shape: toShape4([...leadingOnes, ...sizes]),
    rank,
    value: elementCount(tensor) === 1 ? constantInts(tensor)?.[0] : undefined,
  };
}
