import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { constantFloats, constantInts } from "../../src/graph/constant-values.ts";
import type { Dimension, Graph, Tensor } from "../../src/graph/graph.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";
import {
  numberAttribute,
  numbersAttribute,
  textAttribute,
} from "../../src/graph/onnx-attributes.ts";
import { splitExternalLocation } from "../../src/graph/onnx/external-location.ts";
import { parseOnnx } from "../../src/graph/onnx/parse-onnx.ts";
import { sharedData } from "../shared-data.ts";
import {
  buildOnnx,
  encodeGraph,
  encodeMessage,
  intsTensor,
  type NodeSpec,
  type PbField,
  type ValueSpec,
  zerosTensor,
} from "./build-onnx.ts";

function parse(graph: Parameters<typeof buildOnnx>[0]): Graph {
  return parseOnnx(buildOnnx(graph), "model.onnx");
}

function getTensor(graph: Graph, name: string): Tensor {
  const tensor = graph.subgraphs[0]?.tensors.find((each) => each.name === name);
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  return tensor;
}

describe("a hand-built .onnx file", () => {
  it("gives a node its type, name, domain, operator set version, operands and attributes", () => {
    const graph = parse({
      inputs: [{ name: "x", shape: [1, 3, 8, 8] }],
      initializers: [zerosTensor("w", [4, 3, 3, 3])],
      nodes: [
        {
          op: "Conv",
          inputs: ["x", "w", ""],
          outputs: ["y"],
          attributes: { strides: [2, 2], group: 1, auto_pad: "SAME_UPPER" },
        },
      ],
    });
    const [operator] = graph.subgraphs[0]?.operators ?? [];
    expect(operator).toMatchObject({ index: 0, name: "Conv", domain: "", version: 17 });
    expect(operator?.inputs.map((tensor) => tensor?.name)).toEqual(["x", "w", undefined]);
    expect(operator && numbersAttribute(operator, "strides")).toEqual([2, 2]);
    expect(operator && numberAttribute(operator, "group")).toBe(1);
    expect(operator && textAttribute(operator, "auto_pad")).toBe("SAME_UPPER");
    expect(operator && numberAttribute(operator, "auto_pad")).toBeUndefined();
  });

  it("keeps dynamic axes by name and unknown ones as unknown", () => {
    const graph = parse({ inputs: [{ name: "x", shape: ["batch", 3, null] }] });
    expect(getTensor(graph, "x").shape).toEqual(["batch", 3, undefined]);
  });

  it("takes an input that has an initializer for a constant, as old exporters wrote them", () => {
    const graph = parse({
      inputs: [{ name: "x" }, { name: "w" }],
      initializers: [zerosTensor("w", [2])],
      nodes: [{ op: "Add", inputs: ["x", "w"], outputs: ["y"] }],
    });
    expect(graph.subgraphs[0]?.inputs.map(({ name }) => name)).toEqual(["x"]);
    expect(constantFloats(getTensor(graph, "w"))).toEqual([0, 0]);
  });

  it("decodes typed integers, negative ones included", () => {
    const graph = parse({ initializers: [intsTensor("shape", [-1, 3, 2 ** 40])] });
    expect(constantInts(getTensor(graph, "shape"))).toEqual([-1, 3, 2 ** 40]);
  });

  it("decodes packed 8-bit integers", () => {
    const tensor: PbField[] = [
      [1, 3],
      [2, 3],
      [8, "w"],
      [5, Uint8Array.of(1, 127, 200, 1)],
    ];
    const graph = parse({ initializers: [tensor] });
    expect(constantInts(getTensor(graph, "w"))).toEqual([1, 127, -56]);
  });

  it("notes scale and zero point of DequantizeLinear on the quantized tensor", () => {
    const scale: PbField[] = [
      [1, 2],
      [2, 1],
      [8, "scale"],
      [9, floatBytes(0.5, 0.25)],
    ];
    const zeroPoint: PbField[] = [
      [1, 2],
      [2, 3],
      [8, "zero"],
      [9, Uint8Array.of(0, 255)],
    ];
    const weights: PbField[] = [
      [1, 2],
      [1, 2],
      [2, 3],
      [8, "w"],
      [9, new Uint8Array(4)],
    ];
    const graph = parse({
      initializers: [scale, zeroPoint, weights],
      nodes: [
        {
          op: "DequantizeLinear",
          inputs: ["w", "scale", "zero"],
          outputs: ["y"],
          attributes: { axis: 0 },
        },
      ],
    });
    expect(getTensor(graph, "w").quantization).toEqual({
      scales: [0.5, 0.25],
      zeroPoints: [0, -1],
      axis: 0,
      min: [],
      max: [],
    });
    expect(getTensor(graph, "y").dtype).toBe("float32");
  });

  it("reads the body of a control-flow node as a subgraph that sees the outer values", () => {
    const body = encodeGraph({
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["r"] }],
      outputs: [{ name: "r" }],
    });
    const graph = parse({
      inputs: [{ name: "x", shape: [5] }],
      nodes: [{ op: "If", inputs: ["x"], outputs: ["y"], attributes: { then_branch: body } }],
    });
    const [main, then] = graph.subgraphs;
    expect(main?.operators[0]?.options).toMatchObject({
      attributes: new Map([["then_branch", { type: "GRAPH", subgraphIndex: 1 }]]),
    });
    expect(then?.operators[0]?.inputs[0]).toBe(main?.inputs[0]);
    expect(then?.outputs[0]?.shape).toEqual([5]);
  });

  it("leaves external constants as references for the loader", () => {
    const graph = parse({
      initializers: [
        externalTensor("w", [2, 2], { location: "w.bin", offset: "16", length: "16" }),
      ],
    });
    expect(getTensor(graph, "w").data).toEqual({
      bytes: new Uint8Array(),
      external: true,
      reference: { location: "w.bin", offsetBytes: 16, lengthBytes: 16 },
    });
  });
});

describe("a damaged .onnx file", () => {
  it("is refused when a constant has more or fewer bytes than its shape says", () => {
    const tensor: PbField[] = [
      [1, 3],
      [2, 1],
      [8, "w"],
      [9, new Uint8Array(8)],
    ];
    expect(() => parse({ initializers: [tensor] })).toThrow("has 8 bytes instead of 12");
  });

  it("is refused when external data contradicts the shape or has no plain offset", () => {
    const short = externalTensor("w", [2, 2], { location: "w.bin", length: "4" });
    expect(() => parse({ initializers: [short] })).toThrow("has 4 bytes instead of 16");
    const odd = externalTensor("w", [2, 2], { location: "w.bin", offset: "-1" });
    expect(() => parse({ initializers: [odd] })).toThrow("not a plain number");
  });

  it("is refused without a graph, without an operator set, or with an unnamed operator", () => {
    expect(() => parseOnnx(encodeMessage([[1, 8]]), "m")).toThrow("it has no graph");
    const noOpset = encodeMessage([
      [1, 8],
      [7, []],
    ]);
    expect(() => parseOnnx(noOpset, "m")).toThrow("it has no operator set");
    expect(() => parse({ nodes: [{ op: "" }] })).toThrow(ModelParseError);
  });

  it("is refused with the byte at which a field leaves its message", () => {
    const bytes = buildOnnx({ nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }] });
    const cut = bytes.slice(0, 12);
    expect(() => parseOnnx(cut, "m.onnx")).toThrow(
      /^m\.onnx: cannot read the model at byte \d+: index out of range/,
    );
  });
});

describe("shape inference", () => {
  const image: ValueSpec = { name: "x", shape: ["batch", 3, 32, 32] };

  function infer(
    nodes: readonly NodeSpec[],
    initializers: readonly PbField[][] = [],
    inputs: readonly ValueSpec[] = [image],
  ): readonly Dimension[] | undefined {
    return getTensor(parse({ inputs, initializers, nodes }), "y").shape;
  }

  function inferOne(
    node: Omit<NodeSpec, "outputs">,
    ...initializers: PbField[][]
  ): readonly Dimension[] | undefined {
    return infer([{ ...node, outputs: ["y"] }], initializers);
  }

  it("follows strides, pads and dilations of Conv", () => {
    const attributes = { strides: [2, 2], pads: [1, 1, 1, 1], dilations: [2, 2] };
    const shape = inferOne(
      { op: "Conv", inputs: ["x", "w"], attributes },
      zerosTensor("w", [8, 3, 3, 3]),
    );
    expect(shape).toEqual(["batch", 8, 15, 15]);
  });

  it("follows automatic padding of Conv", () => {
    const attributes = { strides: [3, 3], auto_pad: "SAME_UPPER" };
    expect(
      inferOne({ op: "Conv", inputs: ["x", "w"], attributes }, zerosTensor("w", [8, 3, 5, 5])),
    ).toEqual(["batch", 8, 11, 11]);
  });

  it("follows strides, output padding and groups of ConvTranspose", () => {
    const attributes = { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 1], group: 3 };
    expect(
      inferOne(
        { op: "ConvTranspose", inputs: ["x", "w"], attributes },
        zerosTensor("w", [3, 4, 3, 3]),
      ),
    ).toEqual(["batch", 12, 64, 64]);
  });

  it("rounds pooling down, or up when told so", () => {
    const attributes = { kernel_shape: [3, 3], strides: [2, 2] };
    expect(inferOne({ op: "MaxPool", inputs: ["x"], attributes })).toEqual(["batch", 3, 15, 15]);
    expect(
      inferOne({ op: "MaxPool", inputs: ["x"], attributes: { ...attributes, ceil_mode: 1 } }),
    ).toEqual(["batch", 3, 16, 16]);
  });

  it("keeps the name of the batch through Reshape, Flatten and MatMul", () => {
    expect(inferOne({ op: "Reshape", inputs: ["x", "s"] }, intsTensor("s", [-1, 3, 1024]))).toEqual(
      ["batch", 3, 1024],
    );
    expect(inferOne({ op: "Reshape", inputs: ["x", "s"] }, intsTensor("s", [0, -1]))).toEqual([
      "batch",
      3072,
    ]);
    expect(inferOne({ op: "Flatten", inputs: ["x"] })).toEqual(["batch", 3072]);
    expect(inferOne({ op: "MatMul", inputs: ["x", "w"] }, zerosTensor("w", [32, 7]))).toEqual([
      "batch",
      3,
      32,
      7,
    ]);
  });

  it("follows the chain that PyTorch writes for view(x.size(0), -1)", () => {
    const nodes: NodeSpec[] = [
      { op: "Shape", inputs: ["x"], outputs: ["sizes"] },
      { op: "Gather", inputs: ["sizes", "zero"], outputs: ["first"] },
      { op: "Unsqueeze", inputs: ["first", "zero"], outputs: ["vector"] },
      { op: "Concat", inputs: ["vector", "rest"], outputs: ["target"], attributes: { axis: 0 } },
      { op: "Reshape", inputs: ["x", "target"], outputs: ["y"] },
    ];
    const initializers = [intsTensor("zero", [0]), intsTensor("rest", [-1])];
    expect(infer(nodes, initializers)).toEqual(["batch", 3072]);
  });

  it("follows Transpose, Concat, Squeeze, Unsqueeze and Pad", () => {
    expect(
      inferOne({ op: "Transpose", inputs: ["x"], attributes: { perm: [0, 2, 3, 1] } }),
    ).toEqual(["batch", 32, 32, 3]);
    expect(inferOne({ op: "Concat", inputs: ["x", "x"], attributes: { axis: -3 } })).toEqual([
      "batch",
      6,
      32,
      32,
    ]);
    expect(inferOne({ op: "Unsqueeze", inputs: ["x", "a"] }, intsTensor("a", [-1, 0]))).toEqual([
      1,
      "batch",
      3,
      32,
      32,
      1,
    ]);
    expect(
      inferOne(
        { op: "Squeeze", inputs: ["w", "a"] },
        zerosTensor("w", [1, 5, 1]),
        intsTensor("a", [-1]),
      ),
    ).toEqual([1, 5]);
    expect(
      inferOne({ op: "Pad", inputs: ["x", "p"] }, intsTensor("p", [0, 0, 1, 2, 0, 0, 3, 4])),
    ).toEqual(["batch", 3, 36, 38]);
  });

  it("follows Slice with negative and oversized bounds and steps", () => {
    const sizes = [
      intsTensor("s", [-8, 30]),
      intsTensor("e", [9_999_999, 0]),
      intsTensor("a", [2, 3]),
      intsTensor("t", [2, -3]),
    ];
    expect(inferOne({ op: "Slice", inputs: ["x", "s", "e", "a", "t"] }, ...sizes)).toEqual([
      "batch",
      3,
      4,
      10,
    ]);
  });

  it("follows Split into stated and equal parts", () => {
    const split = (inputs: string[], axis: number, initializers: PbField[][]): unknown => {
      const nodes = [{ op: "Split", inputs, outputs: ["first", "y"], attributes: { axis } }];
      return infer(nodes, initializers);
    };
    expect(split(["x", "parts"], 1, [intsTensor("parts", [1, 2])])).toEqual(["batch", 2, 32, 32]);
    expect(split(["x"], 2, [])).toEqual(["batch", 3, 16, 32]);
  });

  it("follows Gemm, reductions, global pooling and broadcasting", () => {
    const flat: ValueSpec = { name: "x", shape: ["batch", 8] };
    const gemm: NodeSpec = {
      op: "Gemm",
      inputs: ["x", "w"],
      outputs: ["y"],
      attributes: { transB: 1 },
    };
    expect(infer([gemm], [zerosTensor("w", [5, 8])], [flat])).toEqual(["batch", 5]);
    const mean = { op: "ReduceMean", inputs: ["x"], attributes: { axes: [-1, -2], keepdims: 0 } };
    expect(inferOne(mean)).toEqual(["batch", 3]);
    expect(inferOne({ op: "GlobalAveragePool", inputs: ["x"] })).toEqual(["batch", 3, 1, 1]);
    expect(inferOne({ op: "Mul", inputs: ["w", "x"] }, zerosTensor("w", [3, 1, 1]))).toEqual([
      "batch",
      3,
      32,
      32,
    ]);
  });

  it("follows Resize by constant scales and by sizes", () => {
    const scales: PbField[] = [
      [1, 4],
      [2, 1],
      [8, "k"],
      [9, floatBytes(1, 1, 2, 1.5)],
    ];
    expect(inferOne({ op: "Resize", inputs: ["x", "", "k"] }, scales)).toEqual([
      "batch",
      3,
      64,
      48,
    ]);
    expect(
      inferOne({ op: "Resize", inputs: ["x", "", "", "n"] }, intsTensor("n", [1, 3, 7, 9])),
    ).toEqual([1, 3, 7, 9]);
  });

  it("leaves unknown what it has no rule for, and what depends on it", () => {
    expect(inferOne({ op: "NonMaxSuppression", inputs: ["x"] })).toBeUndefined();
    expect(inferOne({ op: "Relu", inputs: ["x"], domain: "com.example" })).toBeUndefined();
    expect(inferOne({ op: "Reshape", inputs: ["x", "x"] })).toBeUndefined();
  });

  it("never overrides what the file says", () => {
    const graph = parse({
      inputs: [image],
      values: [{ name: "y", shape: [1, 2] }],
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    });
    expect(getTensor(graph, "y")).toMatchObject({ shape: [1, 2], shapeSource: "file" });
  });
});

describe("the location of external data", () => {
  it("is split when it stays below the model's folder", () => {
    expect(splitExternalLocation("weights/./a.bin")).toEqual(["weights", "a.bin"]);
  });

  it("is refused when it could leave that folder", () => {
    const locations = [
      "../a",
      "a/../../b",
      "/etc/passwd",
      "C:a",
      "a\\..\\b",
      "a\0b",
      "",
      ".",
      "//host/a",
    ];
    expect(locations.map(splitExternalLocation)).toEqual(locations.map(() => undefined));
  });
});

describe.skipIf(sharedData === undefined)("real .onnx files (need ../shared/data)", () => {
  it.each([
    "ultra-light-face/version-slim-320.onnx",
    "yunet/yunet_n_320_320.onnx",
    "stm32ai-modelzoo-services/mobilenet_v2_0.35_128_tfs_channel_first.onnx",
    "onnx-light/light_shufflenet.onnx",
  ])("have a shape for every value: %s", (file) => {
    const bytes = new Uint8Array(readFileSync(join(sharedData ?? "", "models", file)));
    const tensors = parseOnnx(bytes, file).subgraphs[0]?.tensors ?? [];
    expect(tensors.length).toBeGreaterThan(100);
    expect(tensors.filter(({ shape }) => shape === undefined || shape.includes(undefined))).toEqual(
      [],
    );
    expect(tensors.filter(({ dtype }) => dtype === "unknown")).toEqual([]);
  });
});

function floatBytes(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

function externalTensor(
  name: string,
  shape: readonly number[],
  entries: Readonly<Record<string, string>>,
): PbField[] {
  const dims = shape.map((size): PbField => [1, size]);
  const external = Object.entries(entries).map(([key, value]): PbField => [
    13,
    [
      [1, key],
      [2, value],
    ],
  ]);
  return [...dims, [2, 1], [8, name], ...external, [14, 1]];
}
