import { bitsPerElement } from "./element-size.ts";
import type { Tensor } from "./graph.ts";
import type { ConstantData, DataType } from "./data-type.ts";
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

/** Operators that share a constant share its decoded values. */
const decoded = new WeakMap<Tensor, readonly number[]>();

function decode(
  tensor: Tensor | undefined,
  readers: ReadonlyMap<DataType, Read>,
): readonly number[] | undefined {
  const read = tensor && readers.get(tensor.dtype);
  if (tensor?.data === undefined || read === undefined) return undefined;
  const known = decoded.get(tensor);
  if (known !== undefined) return known;
  const length = countValues(tensor, tensor.data);
  if (length === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = tensor.data.bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  const values = Array.from({ length }, (_, index) => read(view, index));
  decoded.set(tensor, values);
  return values;
}

/** As many values as the shape says; nothing when fewer are stored or they are in another file. */
function countValues(tensor: Tensor, data: ConstantData): number | undefined {
  const bits = bitsPerElement(tensor.dtype);
  if (bits === undefined || data.reference !== undefined) return undefined;
  const stored = Math.floor((data.bytes.length * 8) / bits);
  const count = elementCount(tensor) ?? stored;
  return count <= stored ? count : undefined;
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
