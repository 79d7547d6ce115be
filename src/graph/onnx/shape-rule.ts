import type { Dimension, Operator, Tensor } from "../graph.ts";
import { numberAttribute, numbersAttribute } from "../onnx-attributes.ts";

export type Shape = readonly Dimension[];

/** What is known of the values of small integer tensors, such as the operand of `Reshape` that is its shape. */
export interface Known {
  /** The values, where a size that the file only names keeps its name. */
  readonly dimensions: (tensor: Tensor | undefined) => Shape | undefined;
  /** The values when all of them are numbers. */
  readonly ints: (tensor: Tensor | undefined) => readonly number[] | undefined;
}

/** Gives the shapes of an operator's outputs; a missing one is unknown. */
export type ShapeRule = (operator: Operator, known: Known) => readonly (Shape | undefined)[];

export function inputShape(operator: Operator, position: number): Shape | undefined {
  return operator.inputs[position]?.shape;
}

/** The axes of `Squeeze`, reductions and the like: an attribute in older operator sets, an operand in newer ones. */
export function findAxes(
  operator: Operator,
  known: Known,
  operand: number,
): readonly number[] | undefined {
  return numbersAttribute(operator, "axes") ?? known.ints(operator.inputs[operand]);
}

/** The attribute `axis`, counted from the front; `undefined` when it is outside of the rank. */
export function resolveAxis(operator: Operator, rank: number, absent: number): number | undefined {
  return normalizeAxis(numberAttribute(operator, "axis") ?? absent, rank);
}

/** A negative axis counts from the back. */
export function normalizeAxis(axis: number, rank: number): number | undefined {
  const fromFront = axis < 0 ? axis + rank : axis;
  return fromFront >= 0 && fromFront < rank ? fromFront : undefined;
}

/** Product of the sizes, `undefined` while one is not a number. */
export function product(shape: Shape): number | undefined {
  let total = 1;
  for (const size of shape) {
    if (typeof size !== "number") return undefined;
    total *= size;
  }
  return total;
}

/** Sum of the sizes, `undefined` while one is not a number. */
export function sum(shape: Shape): number | undefined {
  let total = 0;
  for (const size of shape) {
    if (typeof size !== "number") return undefined;
    total += size;
  }
  return total;
}

/** Multiplies a size; a named one keeps its name only when the factor is 1. */
export function scale(size: Dimension, factor: number): Dimension {
  if (factor === 1) return size;
  return typeof size === "number" ? size * factor : undefined;
}
