import type { Quantization, Sparsity, Tensor } from "../graph.ts";
import type { ConstantData } from "../data-type.ts";
import { resolveDataType } from "./data-types.ts";
import type { Field, FlatTable } from "../flatbuffer/flat-table.ts";
import { findImpossibleShape, MAX_RANK } from "../tensor-shape.ts";
import { DIMENSION_METADATA, SPARSITY, TENSOR } from "./schema.ts";

/** A tensor whose quantization is still to come: it may refer to other tensors. */
export type DraftTensor = Omit<Tensor, "quantization"> & { quantization?: Quantization };

export function parseTensor(
  table: FlatTable,
  index: number,
  buffers: readonly (ConstantData | undefined)[],
): DraftTensor {
  const shape = parseShape(table, TENSOR.shape);
  const shapeSignature = parseShape(table, TENSOR.shape_signature);
  const sparsity = table.table(TENSOR.sparsity);
  const data = findData(table, buffers);
  const dtype = resolveDataType(table.int8(TENSOR.type));
  const impossible = findImpossibleShape({ shape, dtype, ...(data && { data }) });
  if (impossible !== undefined) table.fail(TENSOR.shape.name, impossible);
  return {
    index,
    name: table.text(TENSOR.name),
    dtype,
    shape,
    ...(shapeSignature.length > 0 && { shapeSignature }),
    shapeSource: "file",
    isVariable: table.bool(TENSOR.is_variable),
    ...(sparsity && { sparsity: parseSparsity(sparsity) }),
    ...(data && { data }),
  };
}

function parseShape(table: FlatTable, field: Field): readonly number[] {
  const shape = table.int32s(field);
  if (shape.length > MAX_RANK) table.fail(field.name, `it has ${shape.length} dimensions`);
  return shape;
}

function findData(
  table: FlatTable,
  buffers: readonly (ConstantData | undefined)[],
): ConstantData | undefined {
  const index = table.uint32(TENSOR.buffer);
  // Index 0 is the schema's empty buffer, and some writers leave the list out altogether.
  if (index === 0) return buffers[0];
  if (index >= buffers.length) {
    table.fail(TENSOR.buffer.name, `there is no buffer ${index}, the model has ${buffers.length}`);
  }
  return buffers[index];
}

function parseSparsity(table: FlatTable): Sparsity {
  return {
    traversalOrder: table.int32s(SPARSITY.traversal_order),
    blockMap: table.int32s(SPARSITY.block_map),
    dimensions: table.tables(SPARSITY.dim_metadata).map((dimension) => ({
      format: resolveDimensionFormat(dimension.int8(DIMENSION_METADATA.format)),
      denseSize: dimension.int32(DIMENSION_METADATA.dense_size),
    })),
  };
}

function resolveDimensionFormat(code: number): "DENSE" | "SPARSE_CSR" | "UNKNOWN" {
  return (["DENSE", "SPARSE_CSR"] as const)[code] ?? "UNKNOWN";
}
