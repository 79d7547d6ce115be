import type { DataType } from "../data-type.ts";

/** ONNX's `TensorProto.DataType` codes in order. Source: onnx.proto of ONNX 1.23 (read 2026-11-22). */
const DATA_TYPES: readonly DataType[] = [
  "unknown",
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
  "uint4",
  "int4",
  "float4e2m1",
  "float8e8m0",
  "uint2",
  "int2",
];

/** Names a `TensorProto.DataType` code; `unknown` for one that is newer than this table. */
export function resolveDataType(code: number): DataType {
  return DATA_TYPES[code] ?? "unknown";
}
