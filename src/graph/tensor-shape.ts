import { bitsPerElement } from "./element-size.ts";
import type { Dimension, Tensor } from "./graph.ts";
import type { DataType } from "./data-type.ts";

/**
 * Readers refuse shapes with more dimensions than this: no kernel takes more than eight, and work that is done for each
 * operand stays small.
 */
export const MAX_RANK = 64;

/** No camera of Axis can hold a larger tensor, and neither file format can store one. */
const MAX_TENSOR_BYTES = 2 ** 31;

/**
 * Why no tensor can have the shape that a file says it has; `undefined` for a sound one.
 *
 * Readers ask before anything is allocated for it. A size of -1 stands for one that is not known yet, which only a
 * computed tensor may have.
 */
export function findImpossibleShape(
  tensor: Pick<Tensor, "shape" | "dtype" | "data">,
): string | undefined {
  const { shape = [], dtype, data } = tensor;
  const least = data === undefined ? -1 : 0;
  const text = `it has the shape [${shape.map((size) => size ?? "?").join()}]`;
  if (shape.some((size) => typeof size === "number" && size < least)) return text;
  const claimed = toBytes(dtype, elementCount({ shape }));
  if (claimed === undefined || claimed <= MAX_TENSOR_BYTES) return undefined;
  const claim = `${text} of ${dtype}, which is ${claimed} bytes`;
  return `${claim}; no camera holds a tensor of more than ${MAX_TENSOR_BYTES}`;
}

/** The sizes when each of them is a known, non-negative number; a TFLite signature of -1 counts as unknown. */
export function staticShape(tensor: Tensor | undefined): readonly number[] | undefined {
  if (tensor?.shape === undefined || hasDynamicDimension(tensor)) return undefined;
  return tensor.shape.filter((size) => typeof size === "number");
}

/** True when a size is named, unknown, negative, or marked as changing at run time (-1 in the TFLite signature). */
export function hasDynamicDimension(tensor: Tensor): boolean {
  const { shape = [undefined], shapeSignature = [] } = tensor;
  return shape.some(isUnknown) || shapeSignature.some(isUnknown);
}

/** Product of the sizes as stored in the file; `undefined` while one is unknown. A scalar has one element. */
export function elementCount(tensor: Pick<Tensor, "shape">): number | undefined {
  let count = 1;
  for (const size of tensor.shape ?? [undefined]) {
    if (typeof size !== "number" || size < 0) return undefined;
    count *= size;
  }
  return count;
}

/** Dense size in bytes: `⌈element count × bits per element ÷ 8⌉`; `undefined` while a size is unknown. */
export function sizeBytes(tensor: Tensor): number | undefined {
  return toBytes(tensor.dtype, elementCount(tensor));
}

/** The sizes for one sample: a first dimension that is named or unknown, the batch, counts as 1. */
export function sampleShape(tensor: Tensor | undefined): readonly number[] | undefined {
  if (tensor?.shape === undefined) return undefined;
  const shape = tensor.shape.map((size, axis) => (axis === 0 && isUnknown(size) ? 1 : size));
  return shape.some(isUnknown) ? undefined : shape.filter((size) => typeof size === "number");
}

/** Product of the sizes for one sample. */
export function sampleElementCount(tensor: Tensor | undefined): number | undefined {
  return sampleShape(tensor)?.reduce((count, size) => count * size, 1);
}

/** Dense size of one sample in bytes. */
export function sampleSizeBytes(tensor: Tensor): number | undefined {
  return toBytes(tensor.dtype, sampleElementCount(tensor));
}

function toBytes(dtype: DataType, count: number | undefined): number | undefined {
  const bits = bitsPerElement(dtype);
  return count === undefined || bits === undefined ? undefined : Math.ceil((count * bits) / 8);
}

function isUnknown(size: Dimension): boolean {
  return typeof size !== "number" || size < 0;
}
