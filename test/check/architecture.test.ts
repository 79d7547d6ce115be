import { describe, expect, it } from "vitest";
import { transformer } from "../../src/check/rules/architecture.ts";
import { decodeTailOf } from "../../src/check/rules/network-shape.ts";
import { graphOf, operator, singleOperator, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 384, 640, 3]);
const [a, b, c, d, e, f] = ["a", "b", "c", "d", "e", "f"].map((name) => tensor(name, [1, 4, 4, 8]));

/** Two convolutions with a MUL between them, and three operators behind. */
const network = graphOf(
  [
    operator("CONV_2D", [image], [a]),
    operator("MUL", [a, a], [b]),
    operator("CONV_2D", [b], [c]),
    operator("LOGISTIC", [c], [d]),
    operator("MUL", [d, d], [e]),
    operator("EXP", [e], [f]),
  ],
  { inputs: [image], outputs: [] },
);

describe("the decode tail", () => {
  it("is what follows the last convolution on every path", () => {
    expect(decodeTailOf(network).map(({ index }) => index)).toEqual([3, 4, 5]);
  });

  it("is empty without a convolution", () => {
    expect(decodeTailOf(singleOperator(operator("EXP", [a], [b])))).toEqual([]);
  });
});

describe("transformers", () => {
  it("are seen by a product with softmax weights, also through reshapes", () => {
    const graph = graphOf(
      [
        operator("SOFTMAX", [a], [b]),
        operator("RESHAPE", [b], [c]),
        operator("BATCH_MATMUL", [c, d], [e]),
      ],
      { inputs: [image], outputs: [] },
    );
    expect(say(transformer, graph)).toEqual([
      'warning: #2 BATCH_MATMUL "e": attention weights from #0 SOFTMAX',
    ]);
  });

  it("are not seen in a classifier that ends in softmax", () => {
    const graph = graphOf([operator("FULLY_CONNECTED", [a], [b]), operator("SOFTMAX", [b], [c])], {
      inputs: [image],
      outputs: [],
    });
    expect(say(transformer, graph)).toEqual([]);
  });

  it.each(["DeformConv", "GridSample"])("are seen in ONNX's %s", (name) => {
    const graph = singleOperator(operator(name, [a], [b]), { format: "onnx" });
    expect(say(transformer, graph)).toHaveLength(1);
  });
});
