import { describe, expect, test } from "vitest";
import type { Rule } from "../../src/check/rule.ts";
import type { Graph, Tensor } from "../../src/graph/graph.ts";
import { artpec9 } from "../../src/targets/artpec-9/target.ts";
import { constant, graphOf, operator, singleOperator, tensor } from "../graph-builder.ts";
import { say } from "../check/rule-result.ts";

const CONVOLUTION = {
  kind: "Conv2D",
  strideH: 1,
  strideW: 1,
  dilationH: 1,
  dilationW: 1,
  fusedActivation: "NONE",
  quantizedBiasType: "float32",
} as const;

describe("advice for ARTPEC-9", () => {
  test("weighs channel counts by the work of the convolutions that have them", () => {
    const image = tensor("image", [1, 8, 8, 16]);
    const even = tensor("even", [1, 8, 8, 48]);
    const odd = tensor("odd", [1, 8, 8, 24]);
    const graph = graphOf([conv(image, [48, 1, 1, 16], even), conv(image, [24, 1, 1, 16], odd)], {
      inputs: [image],
      outputs: [even, odd],
    });
    expect(say(rule("AX-OP-930"), graph)).toEqual([
      'info: 1 operator with 33 % of the MACs: #1 CONV_2D "odd": 24 channels',
    ]);
  });

  test("tells of a PAD that SAME would replace", () => {
    expect(say(rule("AX-OP-931"), paddedConvolution([0, 0, 0, 1, 0, 1, 0, 0], 2))).toEqual([
      'info: 1 operator with 100 % of the MACs: #1 CONV_2D "output": padded by #0 PAD "padded"',
    ]);
  });

  test("keeps quiet about a PAD that SAME would not replace", () => {
    expect(say(rule("AX-OP-931"), paddedConvolution([0, 0, 1, 1, 1, 1, 0, 0], 2))).toEqual([]);
  });

  test("names activations between layers and leaves out those of the output", () => {
    const image = tensor("image", [1, 8, 8, 16]);
    const [first, gate, second, score] = ["first", "gate", "second", "score"].map((name) =>
      tensor(name, [1, 8, 8, 16]),
    );
    const graph = graphOf(
      [
        conv(image, [16, 3, 3, 16], first),
        operator("LOGISTIC", [first], [gate]),
        conv(gate, [16, 3, 3, 16], second),
        operator("LOGISTIC", [second], [score]),
      ],
      { inputs: [image], outputs: score === undefined ? [] : [score] },
    );
    expect(say(rule("AX-OP-932"), graph)).toEqual([
      'info: 1 operator with 50 % of the MACs: #0 CONV_2D "first": followed by LOGISTIC',
    ]);
  });

  test("says where the library takes what the published table refuses", () => {
    const parts = [tensor("a", [1, 8, 8, 8]), tensor("b", [1, 8, 8, 16])];
    const joined = operator("CONCATENATION", parts, [tensor("joined", [1, 8, 8, 24])], {
      options: { kind: "Concatenation", axis: 3, fusedActivation: "NONE" },
    });
    expect(say(rule("AX-OP-906"), singleOperator(joined))).toEqual([
      'info: #0 CONCATENATION "joined": channels 8 + 16',
    ]);
  });

  test("warns of YOLOv8 up to AXIS OS 13", () => {
    const distances = tensor("distances", [1, 4, 100, 16]);
    const graph = singleOperator(conv(distances, [1, 1, 1, 16], tensor("edges", [1, 4, 100, 1])));
    const evidence = ['info: #0 CONV_2D "edges": decodes 16 distances'];
    expect(say(rule("AX-OP-934"), graph)).toEqual(evidence);
    expect(say(rule("AX-OP-934"), graph, { axisOs: "12.11" })).toEqual(evidence);
    expect(say(rule("AX-OP-934"), graph, { axisOs: "13.0" })).toEqual([]);
  });
});

test("no code of ARTPEC-9 is given twice", () => {
  const codes = artpec9.rules.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});

function rule(code: string): Rule {
  const found = artpec9.rules.find((one) => one.code === code);
  if (found === undefined) throw new Error(`ARTPEC-9 has no rule ${code}`);
  return found;
}

function conv(input: Tensor | undefined, weights: readonly number[], output: Tensor | undefined) {
  const options = { ...CONVOLUTION, padding: "SAME" } as const;
  return operator("CONV_2D", [input, constant("weights", weights)], [output], { options });
}

function paddedConvolution(amounts: readonly number[], stride: number): Graph {
  const image = tensor("image", [1, 8, 8, 16]);
  const padded = tensor("padded", [1, 9, 9, 16]);
  const output = tensor("output", [1, 4, 4, 16]);
  const bytes = new Uint8Array(new Int32Array(amounts).buffer);
  const pads = constant("pads", [4, 2], { dtype: "int32", data: { bytes, external: false } });
  const options = { ...CONVOLUTION, padding: "VALID", strideH: stride, strideW: stride } as const;
  const weights = constant("weights", [16, 3, 3, 16]);
  return graphOf(
    [
      operator("PAD", [image, pads], [padded]),
      operator("CONV_2D", [padded, weights], [output], { options }),
    ],
    { inputs: [image], outputs: [output] },
  );
}
