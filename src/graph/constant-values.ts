import { bitsPerElement } from "./element-size.ts";
import type { DataType, Tensor } from "./graph.ts";
import { elementCount } from "./tensor-shape.ts";

/** The values of an integer or boolean constant; `undefined` for anything else. 64-bit values above 2^53 are rounded. */
export function constantInts(tensor: Tensor | undefined): readonly number[] | undefined {
  return decode(tensor, INTEGERS);
}

/** The values of a floating-point constant; `undefined` for anything else. */
export function constantFloats(tensor: Tensor | undefined): readonly number[] | undefined {
  return decode(tensor, FLOATS);
}

type Read = (view: DataView, index: number) => number;

const INTEGERS: ReadonlyMap<DataType, Read> = new Map<DataType, Read>([
  ["int64", (view, index) => Number(view.getBigInt64(index * 8, true))],
  ["uint64", (view, index) => Number(view.getBigUint64(index * 8, true))],
  ["int32", (view, index) => view.getInt32(index * 4, true)],
  ["uint32", (view, index) => view.getUint32(index * 4, true)],
  ["int16", (view, index) => view.getInt16(index * 2, true)],
  ["uint16", (view, index) => view.getUint16(index * 2, true)],
  ["int8", (view, index) => view.getInt8(index)],
  ["uint8", (view, index) => view.getUint8(index)],
  ["bool", (view, index) => view.getUint8(index)],
  ["int4", (view, index) => signed(packed(view, index, 4), 4)],
  ["uint4", (view, index) => packed(view, index, 4)],
  ["int2", (view, index) => signed(packed(view, index, 2), 2)],
  ["uint2", (view, index) => packed(view, index, 2)],
]);

const FLOATS: ReadonlyMap<DataType, Read> = new Map<DataType, Read>([
  ["float64", (view, index) => view.getFloat64(index * 8, true)],
  ["float32", (view, index) => view.getFloat32(index * 4, true)],
  ["float16", (view, index) => halfToNumber(view.getUint16(index * 2, true))],
  ["bfloat16", (view, index) => bfloatToNumber(view.getUint16(index * 2, true))],
]);

function decode(
  tensor: Tensor | undefined,
  readers: ReadonlyMap<DataType, Read>,
): readonly number[] | undefined {
  if (tensor?.data === undefined || tensor.data.reference !== undefined) return undefined;
  const { bytes } = tensor.data;
  const read = readers.get(tensor.dtype);
  const bits = bitsPerElement(tensor.dtype);
  if (read === undefined || bits === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = Math.floor((bytes.length * 8) / bits);
  // The element count of the shape drops the padding of a packed last byte.
  const length = Math.min(stored, elementCount(tensor) ?? stored);
  return Array.from({ length }, (_, index) => read(view, index));
}

/** Sub-byte values fill a byte from its low bits up. */
function packed(view: DataView, index: number, bits: number): number {
  const perByte = 8 / bits;
  const byte = view.getUint8(Math.floor(index / perByte));
  return (byte >> ((index % perByte) * bits)) & ((1 << bits) - 1);
}

function signed(value: number, bits: number): number {
  const half = 1 << (bits - 1);
  return value < half ? value : value - 2 * half;
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a binary32. */
function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}
