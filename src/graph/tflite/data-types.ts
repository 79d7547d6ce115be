import type { DataType } from "../data-type.ts";

/** TFLite's `TensorType` codes in order. */
const DATA_TYPES: readonly DataType[] = [
  "float32",
  "float16",
  "int32",
  "uint8",
  "int64",
  "string",
  "bool",
  "int16",
  "complex64",
  "int8",
  "float64",
  "complex128",
  "uint64",
  "resource",
  "variant",
  "uint32",
  "uint16",
  "int4",
  "bfloat16",
  "int2",
  "uint4",
  "float8e4m3fn",
  "float8e5m2",
];

/** Names a `TensorType` code of the TFLite schema; `unknown` for one that is newer than this table. */
export function resolveDataType(code: number): DataType {
  return DATA_TYPES[code] ?? "unknown";
}
