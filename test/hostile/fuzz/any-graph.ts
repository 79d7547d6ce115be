import fc from "fast-check";
import type { DataType } from "../../../src/graph/data-type.ts";
import type { Graph, Operator, Tensor } from "../../../src/graph/graph.ts";
import { findOrderFault } from "../../../src/graph/execution-order.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../../../src/check/tflite-operator-versions.ts";
import { constant, graphOf, operator, scaled, tensor } from "../../graph-builder.ts";

const DTYPES: readonly DataType[] = ["int8", "uint8", "int16", "int32", "float32", "unknown"];

const anyTensor: fc.Arbitrary<Tensor> = fc
  .record({
    shape: fc.array(fc.constantFrom(-1, 0, 1, 3, 8, 70_000), { maxLength: 6 }),
    dtype: fc.constantFrom(...DTYPES),
    scale: fc.constantFrom(0, 1 / 256, 2.5, NaN, Infinity, -1),
    isConstant: fc.boolean(),
  })
  .map(({ shape, dtype, scale, isConstant }) => {
    const overrides = { dtype, quantization: scaled(scale, 0) };
    // Constants whose bytes are far fewer than their shape says.
    if (isConstant) return { ...constant("constant", [2], overrides), shape };
    return tensor("tensor", shape, overrides);
  });

/** Operands are positions in a pool of tensors; one behind its end is left out. */
const anyOperands = (maxLength: number) => fc.array(fc.nat(12), { maxLength });

const anyOperator = fc.record({
  name: fc.constantFrom(...Object.keys(TFLITE_OPERATOR_VERSIONS), "CUSTOM", "UNKNOWN(300)"),
  version: fc.constantFrom(0, 1, 2, 5, 1000),
  inputs: anyOperands(4),
  outputs: anyOperands(3),
});

/** A graph that a reader could give, though no converter would write it: tensors are shared, and made before they are read. */
export const anyGraph: fc.Arbitrary<Graph> = fc
  .record({
    pool: fc.array(anyTensor, { minLength: 1, maxLength: 10 }),
    operators: fc.array(anyOperator, { maxLength: 12 }),
  })
  .map(({ pool, operators }) => {
    const find = (positions: readonly number[]) => positions.map((position) => pool[position]);
    const all = operators.map(({ name, version, inputs, outputs }) =>
      operator(name, find(inputs), find(outputs), { version }),
    );
    return inOrder(all);
  });

/** The operators up to the first that a reader would refuse. */
function inOrder(operators: readonly Operator[]): Graph {
  const ends = operators.flatMap(({ inputs }) => inputs).filter((one) => one !== undefined);
  const graph = graphOf(operators, { inputs: ends.slice(0, 1), outputs: ends.slice(-2) });
  const [subgraph] = graph.subgraphs;
  const fault = subgraph && findOrderFault(subgraph);
  return fault === undefined ? graph : inOrder(operators.slice(0, fault.operator.index));
}
