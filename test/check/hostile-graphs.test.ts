import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import type { DataType, Operator, Tensor } from "../../src/graph/graph.ts";
import { TARGETS } from "../../src/targets/catalogue.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../../src/check/tflite-operator-versions.ts";
import { constant, graphOf, operator, scaled, tensor } from "../graph-builder.ts";

const DTYPES: readonly DataType[] = ["int8", "uint8", "int16", "int32", "float32", "unknown"];

const anyTensor: fc.Arbitrary<Tensor | undefined> = fc.option(
  fc
    .record({
      shape: fc.array(fc.constantFrom(-1, 0, 1, 3, 8, 70_000), { maxLength: 6 }),
      dtype: fc.constantFrom(...DTYPES),
      scale: fc.constantFrom(0, 1 / 256, NaN, Infinity, -1),
      isConstant: fc.boolean(),
    })
    .map(({ shape, dtype, scale, isConstant }) => {
      const overrides = { dtype, quantization: scaled(scale, 0) };
      // Constants whose bytes are far fewer than their shape says.
      if (isConstant) return { ...constant("constant", [2], overrides), shape };
      return tensor("tensor", shape, overrides);
    }),
  { nil: undefined },
);

const anyOperator: fc.Arbitrary<Operator> = fc
  .record({
    name: fc.constantFrom(...Object.keys(TFLITE_OPERATOR_VERSIONS), "CUSTOM", "UNKNOWN(300)"),
    version: fc.constantFrom(0, 1, 2, 5, 1000),
    inputs: fc.array(anyTensor, { maxLength: 4 }),
    outputs: fc.array(anyTensor, { maxLength: 3 }),
  })
  .map(({ name, version, inputs, outputs }) => operator(name, inputs, outputs, { version }));

describe("a graph that no converter would write", () => {
  it("is judged by every soc without a crash, every operator once", () => {
    fc.assert(
      fc.property(fc.array(anyOperator, { maxLength: 12 }), (operators) => {
        const ends = operators.flatMap(({ inputs }) => inputs).filter((one) => one !== undefined);
        const graph = graphOf(operators, { inputs: ends.slice(0, 1), outputs: ends.slice(-1) });
        for (const target of Object.values(TARGETS)) {
          const { operators: placed } = check(graph, target, { axisOs: "10.6" });
          const expected = target.place === undefined ? 0 : operators.length;
          expect(placed.map(({ index }) => index)).toEqual([...Array(expected).keys()]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("has its unknown operators on the CPU, whatever the soc", () => {
    const map = tensor("map", [1, 8, 8, 4]);
    const graph = graphOf([operator("UNKNOWN(300)", [map], [map])], {
      inputs: [map],
      outputs: [map],
    });
    for (const target of Object.values(TARGETS)) {
      const { operators, findings } = check(graph, target, { axisOs: undefined });
      if (target.place === undefined) continue;
      expect(
        operators.map(({ placement }) => placement),
        target.soc,
      ).toEqual(["cpu"]);
      expect(
        findings.map(({ code }) => code),
        target.soc,
      ).toContain("AX-OP-004");
    }
  });
});
