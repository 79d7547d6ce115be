/** Element types of both formats; `unknown` is a code that neither schema had when this was written. */
export type DataType =
  | "float64"
  | "float32"
  | "float16"
  | "bfloat16"
  | "float8e4m3fn"
  | "float8e4m3fnuz"
  | "float8e5m2"
  | "float8e5m2fnuz"
  | "float8e8m0"
  | "float4e2m1"
  | "int64"
  | "int32"
  | "int16"
  | "int8"
  | "int4"
  | "int2"
  | "uint64"
  | "uint32"
  | "uint16"
  | "uint8"
  | "uint4"
  | "uint2"
  | "bool"
  | "string"
  | "complex64"
  | "complex128"
  | "resource"
  | "variant"
  | "unknown";

/** Values of a constant: little-endian, in row-major order, one element after the other as `dtype` says. */
export interface ConstantData {
  readonly bytes: Uint8Array;
  /** TFLite buffer index that tensors with the same values share. */
  readonly bufferIndex?: number;
  /** True when the bytes stand after the flatbuffer or in another file: older runtimes see an empty tensor. */
  readonly external: boolean;
  /** ONNX only: where the values are. `bytes` is empty then: the loader checks the other file but does not read it. */
  readonly reference?: ExternalReference;
}

/** Where ONNX keeps a tensor outside of the model file. Untrusted: only the loader may turn it into a path. */
export interface ExternalReference {
  readonly location: string;
  readonly offsetBytes: number;
  /** Up to the end of the file when absent. */
  readonly lengthBytes?: number;
}
