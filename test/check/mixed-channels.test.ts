import { describe, expect, it } from "vitest";
import { findMixedChannels } from "../../src/check/mixed-channels.ts";
import { constant, graphOf, operator, tensor } from "../graph-builder.ts";

const SPANS = [500, 400, 600, 550, 0.9, 1];
const SCALE = 600 / 255;

const image = tensor("image", [1, 8, 8, 3]);
const head = tensor("head_inner", [1, 8, 8, 6]);
const converted = tensor("head", [1, 8, 8, 6]);

function graphEndingIn(last: string, shape: readonly number[] = [1, 8, 8, 6]) {
  const output = last === "QUANTIZE" ? converted : tensor("rows", shape);
  return graphOf(
    [
      operator("CONV_2D", [image, constant("weights", [6, 1, 1, 3])], [head]),
      operator(last, [head], [output]),
    ],
    { inputs: [image], outputs: [output] },
  );
}

function find(graph: ReturnType<typeof graphOf>, spans: readonly number[], scale = SCALE) {
  const [output] = graph.subgraphs[0]?.outputs ?? [];
  return output && findMixedChannels(graph, output, spans, scale);
}

describe("channels of one layer that need different scales", () => {
  it("are told apart where quiet ones follow loud ones, or the other way round", () => {
    const graph = graphEndingIn("QUANTIZE");
    expect(find(graph, SPANS)).toMatchObject({ border: 4, channels: 6, spans: [600, 1] });
    expect(find(graph, [...SPANS].reverse())).toMatchObject({ border: 2, spans: [1, 600] });
    expect(find(graph, SPANS)?.steps).toBeCloseTo(255 / 600);
  });

  it("are named as the layer's result is before and after its conversion", () => {
    expect(find(graphEndingIn("QUANTIZE"), SPANS)?.names).toEqual(["head_inner", "head"]);
    expect(find(graphEndingIn("RESHAPE", [1, 64, 6]), SPANS)?.names).toEqual(["head_inner"]);
  });

  it("are no matter where each has 16 steps or more, or the quiet ones are dead", () => {
    const graph = graphEndingIn("QUANTIZE");
    expect(find(graph, [500, 400, 600, 550, 39, 40])).toBeUndefined();
    expect(find(graph, [500, 400, 600, 550, 0, 0])).toBeUndefined();
  });

  it("are left alone where they alternate or fade, which no border tells apart", () => {
    const graph = graphEndingIn("QUANTIZE");
    expect(find(graph, [500, 1, 600, 1, 500, 1])).toBeUndefined();
    expect(find(graph, [600, 200, 70, 25, 8, 3])).toBeUndefined();
  });

  it("are not looked for behind an operator that mixes them", () => {
    expect(find(graphEndingIn("SOFTMAX"), SPANS)).toBeUndefined();
    expect(find(graphEndingIn("RESHAPE", [1, 6, 64]), SPANS)).toBeUndefined();
  });
});
