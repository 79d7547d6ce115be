import type { Quantization, QuantizationDetails, Tensor } from "../graph.ts";
import type { FlatTable } from "../flatbuffer/flat-table.ts";
import { BLOCKS, CUSTOM_QUANTIZATION, QUANTIZATION, TENSOR } from "./schema.ts";

/**
 * Reads a tensor's quantization; `undefined` when it has none (converters leave empty tables behind).
 *
 * `tensors` are those of the same subgraph: blockwise scales are tensors themselves.
 */
export function parseQuantization(
  tensor: FlatTable,
  tensors: readonly Tensor[],
): Quantization | undefined {
  const table = tensor.table(TENSOR.quantization);
  if (table === undefined) return undefined;
  const details = parseDetails(table, tensors);
  const quantization: Quantization = {
    scales: table.float32s(QUANTIZATION.scale),
    zeroPoints: table.int64s(QUANTIZATION.zero_point),
    axis: table.int32(QUANTIZATION.quantized_dimension),
    min: table.float32s(QUANTIZATION.min),
    max: table.float32s(QUANTIZATION.max),
    ...(details && { details }),
  };
  return isEmpty(quantization) ? undefined : quantization;
}

function isEmpty({ scales, zeroPoints, min, max, details }: Quantization): boolean {
  const length = scales.length + zeroPoints.length + min.length + max.length;
  return length === 0 && details === undefined;
}

function parseDetails(
  quantization: FlatTable,
  tensors: readonly Tensor[],
): QuantizationDetails | undefined {
  const type = quantization.uint8(QUANTIZATION.details_type);
  const table = quantization.table(QUANTIZATION.details);
  if (type === 0 || table === undefined) return undefined;
  switch (type) {
    case 1:
      return { kind: "custom", data: table.bytes(CUSTOM_QUANTIZATION.custom) ?? new Uint8Array() };
    case 2:
      return {
        kind: "blockwise",
        ...parseBlocks(table, tensors),
        blockShape: table.int32s(BLOCKS.dimensions),
      };
    case 3:
      return {
        kind: "multi-axis",
        ...parseBlocks(table, tensors),
        axes: table.int32s(BLOCKS.dimensions),
      };
    default:
      return { kind: "unknown", type };
  }
}

/** Tensor 0 is the schema's default for both; a writer that has zero points names them. */
function parseBlocks(table: FlatTable, tensors: readonly Tensor[]) {
  return {
    scales: tensors[table.int32(BLOCKS.scales)],
    zeroPoints: tensors[table.int32(BLOCKS.zero_points, -1)],
    blockSize: table.int32(BLOCKS.block_size),
  };
}
