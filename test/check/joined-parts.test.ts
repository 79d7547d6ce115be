import { expect, test } from "vitest";
import { findJoinedParts } from "../../src/check/joined-parts.ts";
import { constant, graphOf, operator, tensor } from "../graph-builder.ts";

const boxes = tensor("boxes", [1, 4, 100]);
const scores = tensor("scores", [1, 3, 100]);
const join = (axis: number) => ({
  options: { kind: "Concatenation", axis, fusedActivation: "NONE" } as const,
});

function partsOf(...operators: Parameters<typeof graphOf>[0]) {
  const output = operators.at(-1)?.outputs[0];
  if (output === undefined) throw new Error("the last operator makes the output");
  return findJoinedParts(
    graphOf(operators, { inputs: [boxes, scores], outputs: [output] }),
    output,
  );
}

test("what is joined is found with its place in the output, by its name before conversions", () => {
  const copied = tensor("copied", [1, 4, 100]);
  const joined = tensor("joined", [1, 7, 100]);
  const output = tensor("output", [1, 7, 100]);
  expect(
    partsOf(
      operator("QUANTIZE", [boxes], [copied]),
      operator("CONCATENATION", [copied, scores], [joined], join(-2)),
      operator("QUANTIZE", [joined], [output]),
    ),
  ).toEqual([
    { name: "boxes", axis: 1, start: 0, end: 4 },
    { name: "scores", axis: 1, start: 4, end: 7 },
  ]);
});

test("joins along one axis are taken apart, and one along another axis is one part", () => {
  const pairs = tensor("pairs", [1, 7, 100]);
  const wide = tensor("wide", [1, 7, 200]);
  const inner = operator("CONCATENATION", [boxes, scores], [pairs], join(1));
  const same = tensor("same", [1, 14, 100]);
  expect(
    partsOf(inner, operator("CONCATENATION", [pairs, pairs], [same], join(1))).map(
      ({ name, start }) => [name, start],
    ),
  ).toEqual([
    ["boxes", 0],
    ["scores", 4],
    ["boxes", 7],
    ["scores", 11],
  ]);
  expect(partsOf(inner, operator("CONCATENATION", [pairs, pairs], [wide], join(2)))).toEqual([
    { name: "pairs", axis: 2, start: 0, end: 100 },
    { name: "pairs", axis: 2, start: 100, end: 200 },
  ]);
});

test("a turned output has its parts along the axis that the join's became", () => {
  const joined = tensor("joined", [1, 7, 100]);
  const output = tensor("output", [1, 100, 7]);
  const bytes = new Uint8Array(Int32Array.from([0, 2, 1]).buffer);
  const order = constant("order", [3], { dtype: "int32", data: { bytes, external: false } });
  const parts = partsOf(
    operator("CONCATENATION", [boxes, scores], [joined], join(1)),
    operator("TRANSPOSE", [joined, order], [output]),
  );
  expect(parts.map(({ axis, start, end }) => [axis, start, end])).toEqual([
    [2, 0, 4],
    [2, 4, 7],
  ]);
});

test("an output that is no join has no parts", () => {
  expect(partsOf(operator("RELU", [boxes], [tensor("output", [1, 4, 100])]))).toEqual([]);
});
