import type { Operator, Subgraph, Tensor } from "../graph.ts";
import type { ConstantData } from "../data-type.ts";
import { findOrderFault } from "../execution-order.ts";
import type { OperatorOptions } from "../operator-options.ts";
import type { Field, FlatTable } from "../flatbuffer/flat-table.ts";
import { isUsedOffset, viewAfterFlatbuffer } from "./parse-buffers.ts";
import { parseOptions } from "./parse-options.ts";
import { parseQuantization } from "./parse-quantization.ts";
import { parseTensor } from "./parse-tensor.ts";
import { OPERATOR, SUBGRAPH } from "./schema.ts";

/** An entry of the model's list of operator kinds, which operators refer to by position. */
export interface OperatorCode {
  readonly name: string;
  readonly customName?: string;
  readonly version: number;
}

export function parseSubgraph(
  table: FlatTable,
  index: number,
  codes: readonly OperatorCode[],
  buffers: readonly (ConstantData | undefined)[],
): Subgraph {
  const tensors = parseTensors(table, buffers);
  const operators = table.tables(SUBGRAPH.operators);
  const subgraph = {
    index,
    name: table.text(SUBGRAPH.name),
    tensors,
    inputs: requireTensors(table, SUBGRAPH.inputs, tensors),
    outputs: requireTensors(table, SUBGRAPH.outputs, tensors),
    operators: operators.map((operator, position) =>
      parseOperator(operator, position, codes, tensors),
    ),
  };
  requireOrder(subgraph, operators);
  return subgraph;
}

/** @throws ModelParseError when an operator reads what is not made yet, as in a cycle. */
function requireOrder(subgraph: Subgraph, operators: readonly FlatTable[]): void {
  const fault = findOrderFault(subgraph);
  if (fault === undefined) return;
  const { operator, operand, position, reason } = fault;
  operators[operator.index]?.fail(`${OPERATOR[operand].name}[${position}]`, reason);
}

function parseTensors(
  subgraph: FlatTable,
  buffers: readonly (ConstantData | undefined)[],
): Tensor[] {
  const tables = subgraph.tables(SUBGRAPH.tensors);
  const tensors = tables.map((table, index) => parseTensor(table, index, buffers));
  for (const [index, tensor] of tensors.entries()) {
    const quantization = tables[index] && parseQuantization(tables[index], tensors);
    if (quantization) tensor.quantization = quantization;
  }
  return tensors;
}

function parseOperator(
  table: FlatTable,
  index: number,
  codes: readonly OperatorCode[],
  tensors: readonly Tensor[],
): Operator {
  const codeIndex = table.uint32(OPERATOR.opcode_index);
  const code = codes[codeIndex];
  if (code === undefined) {
    table.fail(
      OPERATOR.opcode_index.name,
      `there is no operator code ${codeIndex}, the model has ${codes.length}`,
    );
  }
  return {
    index,
    ...code,
    inputs: findTensors(table, OPERATOR.inputs, tensors),
    outputs: findTensors(table, OPERATOR.outputs, tensors),
    intermediates: findTensors(table, OPERATOR.intermediates, tensors),
    options: parseOperatorOptions(table, code),
  };
}

function parseOperatorOptions(table: FlatTable, code: OperatorCode): OperatorOptions {
  if (code.customName !== undefined) return { kind: "Custom", data: findCustomOptions(table) };
  const secondType = table.uint8(OPERATOR.builtin_options_2_type);
  if (secondType !== 0) return parseOptions(2, secondType, table.table(OPERATOR.builtin_options_2));
  const type = table.uint8(OPERATOR.builtin_options_type);
  return parseOptions(1, type, table.table(OPERATOR.builtin_options));
}

function findCustomOptions(table: FlatTable): Uint8Array {
  const offset = table.uint64(OPERATOR.large_custom_options_offset);
  if (!isUsedOffset(offset)) return table.bytes(OPERATOR.custom_options) ?? new Uint8Array();
  const size = table.uint64(OPERATOR.large_custom_options_size);
  const { name } = OPERATOR.large_custom_options_offset;
  return viewAfterFlatbuffer(table.file, offset, size, (reason) => table.fail(name, reason));
}

/** Operands: -1 stands for an optional one that is left out. */
function findTensors(
  table: FlatTable,
  field: Field,
  tensors: readonly Tensor[],
): (Tensor | undefined)[] {
  return table.int32s(field).map((index, position) => {
    if (index === -1) return undefined;
    return requireTensor(table, `${field.name}[${position}]`, index, tensors);
  });
}

function requireTensors(table: FlatTable, field: Field, tensors: readonly Tensor[]): Tensor[] {
  return table
    .int32s(field)
    .map((index, position) => requireTensor(table, `${field.name}[${position}]`, index, tensors));
}

/** @throws ModelParseError when the subgraph has no such tensor, which TFLite's interpreter refuses too. */
export function requireTensor(
  table: FlatTable,
  fieldName: string,
  index: number,
  tensors: readonly Tensor[],
): Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) {
    table.fail(fieldName, `there is no tensor ${index}, the subgraph has ${tensors.length}`);
  }
  return tensor;
}
