import { quoteName, renderShape } from "../../../check/evidence.ts";
import type { Tensor } from "../../../graph/graph.ts";
import type { DataType } from "../../../graph/data-type.ts";

/** True when TFLite's loader gives the tensor affine quantization: one scale or more. */
export function isAffine({ quantization }: Tensor): boolean {
  return quantization !== undefined && quantization.scales.length > 0;
}

/** True for int8 and uint8. */
export function isByte(tensor: Tensor): boolean {
  return isOneOf(tensor, ["int8", "uint8"]);
}

export function isOneOf(tensor: Tensor, dtypes: readonly DataType[]): boolean {
  return dtypes.includes(tensor.dtype);
}

/** Rank as stored in the file: 0 for scalars and for shapes that are not known before run time. */
export function storedRank(tensor: Tensor): number {
  return tensor.shape?.length ?? 0;
}

/** The first of the tensors that matches, in words; `undefined` when none does. */
export function describeFirst(
  tensors: readonly (Tensor | undefined)[],
  matches: (tensor: Tensor) => boolean,
): string | undefined {
  const match = tensors.find((tensor) => tensor !== undefined && matches(tensor));
  return match && describeTensor(match);
}

/** The tensor with its type and stored shape: `"logits" int64 1×1000`. */
export function describeTensor(tensor: Tensor): string {
  return `${quoteName(tensor.name)} ${tensor.dtype} ${renderShape(tensor)}`;
}

/** True for tensors whose values stand in the file. */
export function isConstant(tensor: Tensor): boolean {
  return tensor.data !== undefined;
}
