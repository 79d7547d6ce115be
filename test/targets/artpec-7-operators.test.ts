import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import { distinctConstraints } from "../../src/check/operator-table.ts";
import type { Tensor } from "../../src/graph/graph.ts";
import { EDGE_TPU_OPERATORS } from "../../src/targets/artpec-7/operators/edge-tpu-operators.ts";
import { placeOnEdgeTpu } from "../../src/targets/artpec-7/partition.ts";
import { artpec7 } from "../../src/targets/artpec-7/target.ts";
import {
  activation,
  elementwise,
  integers,
  like,
  model,
  type OperatorSketch,
  weights,
} from "./artpec-7-models.ts";

interface Case {
  readonly code: string;
  readonly what: string;
  readonly breaks: OperatorSketch;
  readonly keeps: OperatorSketch;
}

const tensor = (...shape: readonly number[]) => activation({ shape });
const feature = tensor(1, 8, 8, 16);

function operator(
  name: string,
  inputs: readonly Tensor[],
  output: Tensor,
  more: Partial<OperatorSketch> = {},
): OperatorSketch {
  return { name, inputs, outputs: [output], ...more };
}

function convolution(dilationH: number, dilationW: number): OperatorSketch {
  const window = { padding: "SAME", strideH: 1, strideW: 1, fusedActivation: "NONE" } as const;
  const options = { kind: "Conv2D", ...window, dilationH, dilationW } as const;
  return operator("CONV_2D", [feature, weights([4, 3, 3, 16])], tensor(1, 8, 8, 4), {
    options: { ...options, quantizedBiasType: "float32" },
  });
}

function dense(rows: number, more: Partial<OperatorSketch> = {}): OperatorSketch {
  return operator("FULLY_CONNECTED", [tensor(rows, 16), weights([4, 16])], tensor(rows, 4), more);
}

const denseOptions = {
  kind: "FullyConnected",
  fusedActivation: "NONE",
  keepNumDims: false,
  asymmetricQuantizeInputs: false,
  quantizedBiasType: "float32",
} as const;

function pooling(fusedActivation: "NONE" | "RELU"): OperatorSketch {
  const window = { padding: "VALID", strideH: 2, strideW: 2, filterH: 2, filterW: 2 } as const;
  return operator("MAX_POOL_2D", [feature], tensor(1, 4, 4, 16), {
    options: { kind: "Pool2D", ...window, fusedActivation },
  });
}

function mean(shape: readonly number[], axes: readonly number[]): OperatorSketch {
  const rest = shape.map((size, axis) =>
    axes.some((reduced) => (reduced + shape.length) % shape.length === axis) ? 1 : size,
  );
  return operator("MEAN", [tensor(...shape), integers(...axes)], tensor(...rest));
}

function pack(axis: number): OperatorSketch {
  return operator("PACK", [tensor(1, 8), tensor(1, 8)], tensor(2, 1, 8), {
    options: { kind: "Pack", valuesCount: 2, axis },
  });
}

function slice(steps: readonly number[], ellipsisMask = 0): OperatorSketch {
  const ranges = [integers(0, 0, 0, 0), integers(1, 8, 8, 16), integers(...steps)];
  const masks = { beginMask: 0, endMask: 0, newAxisMask: 0, shrinkAxisMask: 0, offset: false };
  return operator("STRIDED_SLICE", [feature, ...ranges], feature, {
    options: { kind: "StridedSlice", ...masks, ellipsisMask },
  });
}

function resize(from: readonly [number, number], to: readonly [number, number]): OperatorSketch {
  return operator(
    "RESIZE_BILINEAR",
    [tensor(1, ...from, 16), integers(...to)],
    tensor(1, ...to, 16),
  );
}

const blockwise = like(feature, {
  quantization: {
    ...{ scales: [], zeroPoints: [], axis: 0, min: [], max: [] },
    details: {
      kind: "blockwise",
      scales: undefined,
      zeroPoints: undefined,
      blockSize: 32,
      blockShape: [],
    },
  },
});

const CASES: readonly Case[] = [
  {
    code: "A7-GEN-000",
    what: "operators outside of the list",
    breaks: elementwise("HARD_SWISH", feature),
    keeps: elementwise("LOGISTIC", feature),
  },
  {
    code: "A7-GEN-001",
    what: "types other than int8 and uint8",
    breaks: elementwise("ADD", like(feature, { dtype: "float32" }), feature),
    keeps: elementwise("ADD", like(feature, { dtype: "uint8" }), feature),
  },
  {
    code: "A7-GEN-002",
    what: "sizes outside of the three innermost dimensions",
    breaks: operator("RESHAPE", [feature, integers(1)], tensor(1, 8, 1, 8, 16)),
    keeps: operator("RESHAPE", [feature, integers(1)], tensor(1, 1, 64, 1, 16)),
  },
  {
    code: "A7-GEN-003",
    what: "weights that are computed",
    breaks: operator("FULLY_CONNECTED", [tensor(1, 16), tensor(4, 16)], tensor(1, 4)),
    keeps: dense(1),
  },
  {
    code: "A7-GEN-004",
    what: "quantization in blocks",
    breaks: elementwise("RELU", blockwise),
    keeps: elementwise("RELU", feature),
  },
  {
    code: "A7-ACT-001",
    what: "poolings with an activation",
    breaks: pooling("RELU"),
    keeps: pooling("NONE"),
  },
  {
    code: "A7-PRELU-001",
    what: "slopes that vary over the image",
    breaks: elementwise("PRELU", feature, weights([8, 8, 16])),
    keeps: elementwise("PRELU", feature, weights([1, 1, 16])),
  },
  {
    code: "A7-SOFTMAX-001",
    what: "softmax of several rows",
    breaks: elementwise("SOFTMAX", tensor(1, 100, 4)),
    keeps: elementwise("SOFTMAX", tensor(1, 1, 100)),
  },
  {
    code: "A7-SOFTMAX-002",
    what: "softmax of more than 16,384 elements",
    breaks: elementwise("SOFTMAX", tensor(1, 16_385)),
    keeps: elementwise("SOFTMAX", tensor(1, 16_384)),
  },
  {
    code: "A7-CONV-001",
    what: "unequal dilation",
    breaks: convolution(1, 2),
    keeps: convolution(2, 2),
  },
  {
    code: "A7-FC-001",
    what: "shuffled weights",
    breaks: dense(1, { options: { ...denseOptions, weightsFormat: "SHUFFLED4x16INT8" } }),
    keeps: dense(1, { options: { ...denseOptions, weightsFormat: "DEFAULT" } }),
  },
  { code: "A7-FC-002", what: "dense layers of several rows", breaks: dense(5), keeps: dense(1) },
  {
    code: "A7-FC-003",
    what: "dense layers of version 9",
    breaks: dense(1, { version: 9 }),
    keeps: dense(1, { version: 4 }),
  },
  {
    code: "A7-REDUCE-001",
    what: "means over the batch",
    breaks: mean([1, 8, 8, 16], [0]),
    keeps: mean([1, 8, 8, 16], [1, 2]),
  },
  {
    code: "A7-MEAN-001",
    what: "means over a number of channels that 4 does not divide",
    breaks: mean([1, 8, 8, 6], [-1]),
    keeps: mean([1, 8, 8, 16], [-1]),
  },
  {
    code: "A7-MEAN-002",
    what: "means over 256×128 elements",
    breaks: mean([1, 256, 128, 4], [1, 2]),
    keeps: mean([1, 64, 128, 4], [1, 2]),
  },
  {
    code: "A7-CONCAT-001",
    what: "appended constants other than zeros",
    breaks: operator("CONCATENATION", [feature, weights([1, 8, 8, 4], 7)], tensor(1, 8, 8, 20)),
    keeps: operator("CONCATENATION", [feature, weights([1, 8, 8, 4], 0)], tensor(1, 8, 8, 20)),
  },
  { code: "A7-PACK-001", what: "stacks along the batch", breaks: pack(0), keeps: pack(1) },
  {
    code: "A7-PAD-001",
    what: "padding of the batch",
    breaks: operator("PAD", [tensor(1, 8), integers(0, 1, 0, 0)], tensor(2, 8)),
    keeps: operator("PAD", [tensor(1, 8), integers(0, 0, 0, 1)], tensor(1, 9)),
  },
  {
    code: "A7-SPLIT-001",
    what: "splits of the batch, but not into one part",
    breaks: {
      ...operator("SPLIT", [integers(0), tensor(2, 8)], tensor(1, 8)),
      outputs: [tensor(1, 8), tensor(1, 8)],
    },
    keeps: operator("SPLIT", [integers(0), tensor(1, 8)], tensor(1, 8)),
  },
  {
    code: "A7-SLICE-001",
    what: "slices with a stride",
    breaks: slice([1, 2, 2, 1]),
    keeps: slice([1, 1, 1, 1]),
  },
  {
    code: "A7-SLICE-002",
    what: "slices with an ellipsis",
    breaks: slice([1, 1, 1, 1], 1),
    keeps: slice([1, 1, 1, 1]),
  },
  {
    code: "A7-RESIZE-001",
    what: "coarse bilinear enlargement, also of a single pixel",
    breaks: resize([1, 1], [33, 33]),
    keeps: resize([24, 24], [48, 48]),
  },
];

describe("the Edge TPU's operator list", () => {
  it.each(CASES)("leaves $what to the CPU ($code)", ({ code, breaks, keeps }) => {
    expect(placeOnEdgeTpu(model([keeps]))).toMatchObject([{ placement: "dlpu", reasons: [] }]);
    expect(placeOnEdgeTpu(model([breaks]))).toMatchObject([{ placement: "cpu" }]);
    const { findings } = check(model([breaks]), artpec7, { axisOs: undefined });
    const finding = findings.find((found) => found.code === code);
    expect(finding?.severity).toBe("warning");
    expect(finding?.evidence).toContain(`#0 ${breaks.name}`);
    expect(finding?.remedy.length).toBeGreaterThan(20);
    expect(finding?.source).toMatch(/https:|log|pairs|models/);
  });

  it("has a case here for each of its constraints", () => {
    const tested = new Set(CASES.map(({ code }) => code));
    const constraints = [EDGE_TPU_OPERATORS.unlisted, ...distinctConstraints(EDGE_TPU_OPERATORS)];
    expect(constraints.filter(({ code }) => !tested.has(code))).toEqual([]);
  });

  it("takes sizes as stored when only the signature leaves the batch open", () => {
    const open = like(feature, { shapeSignature: [-1, 8, 8, 16] });
    expect(placeOnEdgeTpu(model([elementwise("RELU", open)]))).toMatchObject([
      { placement: "dlpu" },
    ]);
  });

  it("enlarges 33×33 to 33×33, and not to 513×513", () => {
    const graph = model([resize([33, 33], [33, 33]), resize([33, 33], [513, 513])]);
    expect(placeOnEdgeTpu(graph).map(({ placement }) => placement)).toEqual(["dlpu", "cpu"]);
  });
});
