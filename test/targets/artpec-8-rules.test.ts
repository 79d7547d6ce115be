import { describe, expect, it } from "vitest";
import { modelSize } from "../../src/check/rules/model-size.ts";
import type { Graph, Operator, Tensor } from "../../src/graph/graph.ts";
import type { OperatorOptions } from "../../src/graph/operator-options.ts";
import {
  depthwiseConvolutions,
  filterCounts,
  kernelSizes,
  slowActivations,
  strides,
} from "../../src/targets/artpec-8/advice.ts";
import { outsideAxisList } from "../../src/targets/artpec-8/axis-operators.ts";
import { planPartitions } from "../../src/check/partition.ts";
import { placeOnArtpec8 } from "../../src/targets/artpec-8/place.ts";
import { programCache } from "../../src/targets/artpec-8/program-cache.ts";
import { partitions } from "../../src/targets/artpec-8/segments.ts";
import { perChannelWeights, unevenDepthwiseWeights } from "../../src/targets/artpec-8/weights.ts";
import { constant, graphOf, operator, scaled, singleOperator, tensor } from "../graph-builder.ts";
import { say } from "../check/rule-result.ts";

const image = tensor("image", [1, 8, 8, 3]);

describe("ARTPEC-8's limit of partitions", () => {
  it("says nothing of a CPU part at the end", () => {
    expect(say(partitions, alternating(2))).toEqual([]);
  });

  it("warns of a return to the DLPU", () => {
    expect(say(partitions, alternating(3))).toEqual([
      'warning: 3 parts, 1 of them on the CPU; the first of those starts at #1 TILE "t1"',
    ]);
  });

  it("still only warns of 16 parts", () => {
    expect(say(partitions, alternating(16))[0]).toMatch(/^warning: 16 parts, 8 of them/);
  });

  it("refuses 17 parts in the camera's own words", () => {
    expect(say(partitions, alternating(17))).toEqual([
      "error: Model contains too many graph partitions (17 > 16) and 8 of the graph partitions " +
        'can\'t be run on the device; the first of those starts at #1 TILE "t1"',
    ]);
  });
});

describe("ARTPEC-8's partitions", () => {
  it("put branches that do not wait for each other into one, wherever they stand in the file", () => {
    const names = ["RELU", "TILE", "RELU", "TILE", "RELU", "TILE"];
    const branches = ends(
      names.map((name, index) => operator(name, [image], [tensor(`t${index}`, [1, 8, 8, 3])])),
    );
    expect(partitionsOf(branches)).toEqual(["dlpu: 0 2 4", "cpu: 1 3 5"]);
    expect(say(partitions, branches)).toEqual([]);
  });

  it("take turns along a chain", () => {
    expect(partitionsOf(alternating(3))).toEqual(["dlpu: 0", "cpu: 1", "dlpu: 2"]);
  });

  it("start with the unit of the first operator", () => {
    expect(partitionsOf(chain(["TILE", "TILE", "RELU"]))).toEqual(["cpu: 0 1", "dlpu: 2"]);
  });
});

describe("ARTPEC-8's published operator list", () => {
  it("names each kind of operator outside of it once, with its count", () => {
    const graph = chain(["LOGISTIC", "RELU", "LOGISTIC", "PAD"]);
    expect(say(outsideAxisList, graph)).toEqual([
      'warning: LOGISTIC ×2 (first #0 LOGISTIC "t0"); PAD ×1 (first #3 PAD "t3")',
    ]);
  });

  it("takes the conversion between uint8 frames and int8 for granted, but no other QUANTIZE", () => {
    const chained = chain(["QUANTIZE", "RELU", "QUANTIZE", "RELU", "QUANTIZE"]);
    expect(say(outsideAxisList, chained)).toEqual([
      'warning: QUANTIZE ×1 (first #2 QUANTIZE "t2")',
    ]);
  });

  it("says nothing of listed operators", () => {
    expect(say(outsideAxisList, chain(["CONV_2D", "GELU", "ARG_MAX", "SOFTMAX"]))).toEqual([]);
  });
});

describe("ARTPEC-8's advice", () => {
  it("tells depthwise convolutions and their share of the MACs", () => {
    const graph = separable();
    // Depthwise 64 × 9 × 3 = 1728, pointwise 64 × 3 × 8 = 1536 MACs.
    expect(say(depthwiseConvolutions, graph)).toEqual([
      'info: 1 operator with 53 % of the MACs: #0 DEPTHWISE_CONV_2D "depthwise"',
    ]);
    expect(say(filterCounts, graph)).toEqual([
      'info: 1 operator with 47 % of the MACs: #1 CONV_2D "pointwise": 8 filters',
    ]);
    expect(say(kernelSizes, graph)).toEqual([]);
  });

  it("tells large kernels and strides", () => {
    const graph = singleOperator(convolution([6, 5, 5, 3], 4));
    expect(say(kernelSizes, graph)[0]).toContain("kernel 5×5");
    expect(say(strides, graph)[0]).toContain("stride 4×4");
    expect(say(filterCounts, graph)).toEqual([]);
  });

  it.each(["LEAKY_RELU", "HARD_SWISH", "PRELU"])("tells %s after a convolution", (name) => {
    const [conv, map] = convolved();
    const graph = ends([conv, operator(name, [map], [tensor("out", [1, 8, 8, 6])])]);
    expect(say(slowActivations, graph)[0]).toContain(`followed by #1 ${name}`);
  });

  it("tells SiLU after a convolution, but not a lone LOGISTIC", () => {
    const [conv, map] = convolved();
    const gate = tensor("gate", [1, 8, 8, 6]);
    const sigmoid = operator("LOGISTIC", [map], [gate]);
    const product = operator("MUL", [map, gate], [tensor("out", [1, 8, 8, 6])]);
    expect(say(slowActivations, ends([conv, sigmoid, product]))[0]).toContain("SiLU (#2 MUL)");
    expect(say(slowActivations, ends([conv, sigmoid]))).toEqual([]);
  });
});

describe("ARTPEC-8's weights", () => {
  it("warns of per-channel scales", () => {
    const scales = { ...scaled(1, 0), scales: [1, 2, 3, 4, 5, 6], zeroPoints: [0, 0, 0, 0, 0, 0] };
    const weights = constant("weights", [6, 3, 3, 3], { quantization: scales });
    const graph = singleOperator(operator("CONV_2D", [image, weights], [image]));
    expect(say(perChannelWeights, graph)).toEqual(['warning: #0 CONV_2D "image": 6 scales']);
    expect(say(perChannelWeights, separable())).toEqual([]);
  });

  it("warns of depthwise channels whose ranges differ by more than 16 times", () => {
    expect(say(unevenDepthwiseWeights, depthwise([-127, 7, 127]))).toEqual([
      'warning: #0 DEPTHWISE_CONV_2D "image": ranges of 7 to 127 steps',
    ]);
    expect(say(unevenDepthwiseWeights, depthwise([-127, 8, 100]))).toEqual([]);
  });
});

describe("ARTPEC-8's sizes", () => {
  it("warns of constants beyond the cache of compiled programs", () => {
    const graph = singleOperator(dense([8193, 8192]));
    expect(say(programCache, graph)).toEqual(["warning: 64.0 MiB of constants"]);
    expect(say(programCache, singleOperator(dense([8192, 8192])))).toEqual([]);
  });

  it("warns of models beyond the largest that Axis has published", () => {
    const graph = singleOperator(dense([22_000, 1000]));
    expect(say(modelSize, graph)).toEqual(["warning: 22.0 M parameters, 0.0 GMACs"]);
    expect(say(modelSize, singleOperator(dense([21_000, 1000])))).toEqual([]);
  });
});

/** A chain of operators from the image on, each writing `t<index>`. */
function chain(names: readonly string[]): Graph {
  const outputs = names.map((_, index) => tensor(`t${index}`, [1, 8, 8, 3]));
  return graphOf(
    names.map((name, index) =>
      operator(name, [outputs[index - 1] ?? image], [outputs[index] ?? image]),
    ),
    { inputs: [image], outputs: outputs.slice(-1) },
  );
}

/** RELU on the DLPU and TILE on the CPU by turns. */
function alternating(count: number): Graph {
  return chain(Array.from({ length: count }, (_, index) => (index % 2 === 0 ? "RELU" : "TILE")));
}

/** Each partition as `unit: operators`. */
function partitionsOf(graph: Graph): string[] {
  const operators = graph.subgraphs[0]?.operators ?? [];
  return planPartitions(operators, placeOnArtpec8(graph)).map(
    (partition) => `${partition.unit}: ${partition.operators.map(({ index }) => index).join(" ")}`,
  );
}

function ends(operators: readonly Operator[]): Graph {
  return graphOf(operators, { inputs: [image], outputs: [] });
}

function convolved(): [Operator, Tensor] {
  const map = tensor("map", [1, 8, 8, 6]);
  return [operator("CONV_2D", [image, constant("weights", [6, 3, 3, 3])], [map]), map];
}

function convolution(weights: readonly number[], stride: number): Operator {
  const options: OperatorOptions = {
    kind: "Conv2D",
    padding: "SAME",
    fusedActivation: "NONE",
    strideH: stride,
    strideW: stride,
    dilationH: 1,
    dilationW: 1,
    quantizedBiasType: "float32",
  };
  const output = tensor("map", [1, 2, 2, weights[0] ?? 1]);
  return operator("CONV_2D", [image, constant("weights", weights)], [output], { options });
}

function separable(): Graph {
  const middle = tensor("depthwise", [1, 8, 8, 3]);
  const output = tensor("pointwise", [1, 8, 8, 8]);
  return ends([
    operator("DEPTHWISE_CONV_2D", [image, constant("a", [1, 3, 3, 3])], [middle]),
    operator("CONV_2D", [middle, constant("b", [8, 1, 1, 3])], [output]),
  ]);
}

/** A 1×1 depthwise convolution with one int8 weight a channel. */
function depthwise(values: readonly number[]): Graph {
  const bytes = new Uint8Array(new Int8Array(values).buffer);
  const weights = constant("weights", [1, 1, 1, values.length], {
    data: { bytes, external: false },
    quantization: scaled(0.1, 0),
  });
  return singleOperator(operator("DEPTHWISE_CONV_2D", [image, weights], [image]));
}

function dense(shape: readonly [number, number]): Operator {
  const input = tensor("in", [1, shape[1]]);
  return operator("FULLY_CONNECTED", [input, constant("w", shape)], [tensor("out", [1, shape[0]])]);
}
