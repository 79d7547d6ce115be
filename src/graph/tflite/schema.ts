import { fieldsOf } from "../flatbuffer/flat-table.ts";

/**
 * Fields of the schema's structural tables, in the order of their slots (options: `parse-options.ts`).
 *
 * Source: schema.fbs as generated into ai-edge-litert 2.3.0 (read 2026-11-22).
 */
export const MODEL = fieldsOf([
  "version",
  "operator_codes",
  "subgraphs",
  "description",
  "buffers",
  "metadata_buffer",
  "metadata",
  "signature_defs",
]);

export const OPERATOR_CODE = fieldsOf([
  "deprecated_builtin_code",
  "custom_code",
  "version",
  "builtin_code",
]);

export const SUBGRAPH = fieldsOf(["tensors", "inputs", "outputs", "operators", "name"]);

export const TENSOR = fieldsOf([
  "shape",
  "type",
  "buffer",
  "name",
  "quantization",
  "is_variable",
  "sparsity",
  "shape_signature",
  "has_rank",
  "variant_tensors",
]);

export const OPERATOR = fieldsOf([
  "opcode_index",
  "inputs",
  "outputs",
  "builtin_options_type",
  "builtin_options",
  "custom_options",
  "custom_options_format",
  "mutating_variable_inputs",
  "intermediates",
  "large_custom_options_offset",
  "large_custom_options_size",
  "builtin_options_2_type",
  "builtin_options_2",
]);

export const BUFFER = fieldsOf(["data", "offset", "size"]);

export const METADATA = fieldsOf(["name", "buffer"]);

export const SIGNATURE = fieldsOf(["inputs", "outputs", "signature_key", "key", "subgraph_index"]);

export const TENSOR_MAP = fieldsOf(["name", "tensor_index"]);

export const QUANTIZATION = fieldsOf([
  "min",
  "max",
  "scale",
  "zero_point",
  "details_type",
  "details",
  "quantized_dimension",
]);

/** `BlockwiseQuantization` and `MultiAxisQuantization` have the same first three fields. */
export const BLOCKS = fieldsOf(["scales", "zero_points", "block_size", "dimensions"]);

export const CUSTOM_QUANTIZATION = fieldsOf(["custom"]);

export const SPARSITY = fieldsOf(["traversal_order", "block_map", "dim_metadata"]);

export const DIMENSION_METADATA = fieldsOf(["format", "dense_size"]);
