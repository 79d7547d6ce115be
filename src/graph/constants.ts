import type { Graph, Tensor } from "./graph.ts";
import type { DataType } from "./data-type.ts";
import { elementCount, sizeBytes } from "./tensor-shape.ts";

/** What a model's constants amount to, each counted once however many tensors and operators share it. */
export interface ConstantFacts {
  /** Elements of weights and biases: all constants but unquantized 32- and 64-bit integers, booleans and strings. */
  readonly parameters: number;
  /** Bytes of all constants as stored, inside of the file and outside. */
  readonly sizeBytes: number;
  /** Bytes that stand after the flatbuffer or in another file. */
  readonly externalBytes: number;
}

/** Counts the constants of all subgraphs. */
export function countConstants(graph: Graph): ConstantFacts {
  const constants = distinctConstants(graph);
  const sizes = constants.map(storedBytes);
  const external = constants.filter(({ data }) => data?.external === true);
  return {
    parameters: total(constants.filter(isParameter).map((tensor) => elementCount(tensor) ?? 0)),
    sizeBytes: total(sizes),
    externalBytes: total(external.map(storedBytes)),
  };
}

/** Integers that configure an operator (shapes, axes, paddings) rather than being learnt. */
const SETTING_TYPES: ReadonlySet<DataType> = new Set<DataType>([
  "int32",
  "int64",
  "uint32",
  "uint64",
  "bool",
  "string",
]);

function isParameter({ dtype, quantization }: Tensor): boolean {
  return !SETTING_TYPES.has(dtype) || (quantization?.scales.length ?? 0) > 0;
}

function distinctConstants(graph: Graph): Tensor[] {
  const tensors = graph.subgraphs.flatMap((subgraph) => subgraph.tensors);
  const entries = tensors.map((tensor): [unknown, Tensor] => [tensor.data, tensor]);
  return [...new Map(entries).values()].filter(({ data }) => data !== undefined);
}

function storedBytes(tensor: Tensor): number {
  if (tensor.data?.reference === undefined) return tensor.data?.bytes.length ?? 0;
  return sizeBytes(tensor) ?? 0;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}
