import { ByteBuffer } from "flatbuffers";
import type { Graph, NamedTensor, Signature, Subgraph } from "../graph.ts";
import type { ConstantData } from "../data-type.ts";
import { ModelParseError } from "../model-parse-error.ts";
import type { Field } from "../flatbuffer/flat-table.ts";
import { FlatTable } from "../flatbuffer/flat-table.ts";
import { nameOperator } from "./operator-names.ts";
import { parseBuffers } from "./parse-buffers.ts";
import { type OperatorCode, parseSubgraph, requireTensor } from "./parse-subgraph.ts";
import { METADATA, MODEL, OPERATOR_CODE, SIGNATURE, TENSOR_MAP } from "./schema.ts";

/** Code of the builtin that stands for every custom operator. */
const CUSTOM_CODE = 32;
/** The only version of the schema that TFLite's interpreters accept. */
const SCHEMA_VERSION = 3;

/** True when the bytes carry the identifier of a TFLite flatbuffer, `TFL3` at offset 4. */
export function isTflite(bytes: Uint8Array): boolean {
  return bytes[4] === 0x54 && bytes[5] === 0x46 && bytes[6] === 0x4c && bytes[7] === 0x33;
}

/**
 * Reads a `.tflite` file into a graph whose constants are views of `bytes`.
 *
 * `fileName` only goes into errors. Time and memory are proportional to the file, whatever it contains.
 *
 * @throws ModelParseError when the file is not TFLite, is damaged, or refers to parts that it does not have.
 */
export function parseTflite(bytes: Uint8Array, fileName: string): Graph {
  if (!isTflite(bytes)) {
    throw new ModelParseError(fileName, "byte 4", "a TFLite file has the identifier TFL3 here");
  }
  const buffer = new ByteBuffer(bytes);
  const remainingBudget = 8 * bytes.length + 65_536;
  const model = FlatTable.root({ name: fileName, bytes, buffer, remainingBudget });
  const formatVersion = model.uint32(MODEL.version);
  if (formatVersion !== SCHEMA_VERSION) {
    model.fail(MODEL.version.name, `the schema version is ${formatVersion}, TFLite reads only 3`);
  }
  const buffers = parseBuffers(model);
  const subgraphs = parseSubgraphs(model, buffers);
  const metadata = parseMetadata(model, buffers);
  const minRuntimeVersion = findMinRuntimeVersion(metadata);
  return {
    format: "tflite",
    fileSizeBytes: bytes.length,
    formatVersion,
    description: model.text(MODEL.description),
    subgraphs,
    signatures: model.tables(MODEL.signature_defs).map((table) => parseSignature(table, subgraphs)),
    metadata,
    ...(minRuntimeVersion !== undefined && { minRuntimeVersion }),
    opsets: [],
  };
}

function parseSubgraphs(
  model: FlatTable,
  buffers: readonly (ConstantData | undefined)[],
): Subgraph[] {
  const codes = model.tables(MODEL.operator_codes).map(parseOperatorCode);
  const subgraphs = model
    .tables(MODEL.subgraphs)
    .map((table, index) => parseSubgraph(table, index, codes, buffers));
  if (subgraphs.length === 0) model.fail(MODEL.subgraphs.name, "the model has no graph");
  return subgraphs;
}

/** The code once was a byte; files from before and after fill the other field with a smaller number. */
function parseOperatorCode(table: FlatTable): OperatorCode {
  const code = Math.max(
    table.int8(OPERATOR_CODE.deprecated_builtin_code),
    table.int32(OPERATOR_CODE.builtin_code),
  );
  return {
    name: nameOperator(code),
    ...(code === CUSTOM_CODE && { customName: table.text(OPERATOR_CODE.custom_code) }),
    version: table.int32(OPERATOR_CODE.version, 1),
  };
}

function parseMetadata(
  model: FlatTable,
  buffers: readonly (ConstantData | undefined)[],
): ReadonlyMap<string, Uint8Array> {
  const entries = model.tables(MODEL.metadata).map((table) => {
    const index = table.uint32(METADATA.buffer);
    if (index >= buffers.length) {
      table.fail(
        METADATA.buffer.name,
        `there is no buffer ${index}, the model has ${buffers.length}`,
      );
    }
    return [table.text(METADATA.name), buffers[index]?.bytes ?? new Uint8Array()] as const;
  });
  return new Map(entries);
}

/** ASCII padded with NULs, as TFLite's converter writes it. */
function findMinRuntimeVersion(metadata: ReadonlyMap<string, Uint8Array>): string | undefined {
  const bytes = metadata.get("min_runtime_version");
  if (bytes === undefined) return undefined;
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, 32));
  return /^[0-9]+(?:\.[0-9A-Za-z-]+)*/.exec(text)?.[0];
}

function parseSignature(table: FlatTable, subgraphs: readonly Subgraph[]): Signature {
  const subgraphIndex = table.uint32(SIGNATURE.subgraph_index);
  const subgraph = subgraphs[subgraphIndex];
  if (subgraph === undefined) {
    const { name } = SIGNATURE.subgraph_index;
    table.fail(name, `there is no subgraph ${subgraphIndex}, the model has ${subgraphs.length}`);
  }
  return {
    key: table.text(SIGNATURE.signature_key),
    subgraphIndex,
    inputs: parseNamedTensors(table, SIGNATURE.inputs, subgraph),
    outputs: parseNamedTensors(table, SIGNATURE.outputs, subgraph),
  };
}

function parseNamedTensors(signature: FlatTable, field: Field, subgraph: Subgraph): NamedTensor[] {
  return signature.tables(field).map((table) => {
    const index = table.uint32(TENSOR_MAP.tensor_index);
    const tensor = requireTensor(table, TENSOR_MAP.tensor_index.name, index, subgraph.tensors);
    return { name: table.text(TENSOR_MAP.name), tensor };
  });
}
