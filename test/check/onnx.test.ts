import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import { boxDecoding, noOperatorList, planarInput } from "../../src/check/rules/ambarella.ts";
import {
  onnxDynamicAxes,
  onnxInconvertible,
  onnxOpset,
  onnxQuantized,
  onnxUnsupported,
} from "../../src/check/rules/onnx.ts";
import { onnxInvalid } from "../../src/check/rules/onnx-invalid.ts";
import type { Graph, Operator, Tensor } from "../../src/graph/graph.ts";
import type { AttributeValue } from "../../src/graph/operator-options.ts";
import { targetOf } from "../../src/targets/catalogue.ts";
import { float, graphOf, operator } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = float("image", [1, 3, 224, 224]);
const map = float("map", [1, 8, 56, 56]);

function onnx(
  operators: readonly Operator[],
  {
    input = image,
    outputs = [map],
    opset = 17,
  }: { input?: Tensor; outputs?: Tensor[]; opset?: number } = {},
): Graph {
  const overrides = { format: "onnx" as const, opsets: [{ domain: "", version: opset }] };
  return graphOf(operators, { inputs: [input], outputs }, overrides);
}

const conv = operator("Conv", [image], [map]);

function scalar(value: number): Tensor {
  const bytes = new Uint8Array(Float32Array.of(value).buffer);
  return float("bound", [], { data: { bytes, external: false } });
}

describe("a node that no runtime can run", () => {
  const weights = float("w", [8, 3, 3, 3]);

  function attributes(values: Readonly<Record<string, number | readonly number[]>>) {
    const entries = Object.entries(values).map(([name, value]): [string, AttributeValue] => [
      name,
      typeof value === "number" ? { type: "INT", value } : { type: "INTS", values: value },
    ]);
    return { domain: "", options: { kind: "Onnx", attributes: new Map(entries) } } as const;
  }

  function judge(name: string, values: Parameters<typeof attributes>[0], input = image): string[] {
    return say(onnxInvalid, onnx([operator(name, [input, weights], [map], attributes(values))]));
  }

  it.each([
    ["Conv", { group: 0 }, "group 0"],
    ["Conv", { group: -1 }, "group -1"],
    ["Conv", { dilations: [-1, 2] }, "dilations [-1,2]"],
    ["Conv", { strides: [0, 1] }, "strides [0,1]"],
    ["MaxPool", { kernel_shape: [2, 0] }, "kernel_shape [2,0]"],
    ["Conv", { group: 3 }, "group 3 of weights 8×3×3×3 take 9 channels, its input has 3"],
    ["Reshape", { shape: [-1, -1] }, "new shape [-1,-1]"],
    ["Reshape", { shape: [-2, 3] }, "new shape [-2,3]"],
    ["Reshape", { shape: [11, -1] }, "new shape [11,-1] for the 150528 elements of 1×3×224×224"],
  ])("is named with what is wrong: %s %o", (name, values, note) => {
    expect(judge(name, values)).toEqual([`error: #0 ${name} "map": ${note}`]);
  });

  it("is named where its domain is none that the file imports", () => {
    const evil = operator("Evil", [image], [map], { domain: "evil.com" });
    expect(say(onnxInvalid, onnx([evil]))).toEqual([
      'error: #0 Evil "map": the file imports no operator set of the domain "evil.com"',
    ]);
  });

  it("is none that keeps to the specification", () => {
    expect(judge("Conv", { group: 1, dilations: [1, 1], strides: [2, 2] })).toEqual([]);
    expect(judge("Reshape", { shape: [0, 0, -1] })).toEqual([]);
    expect(judge("Conv", {}, float("image", ["batch", "channels", 8, 8]))).toEqual([]);
  });
});

describe("ONNX for a soc that takes TFLite", () => {
  it("is judged before conversion and says so in every finding", () => {
    const { findings, operators } = check(onnx([conv]), targetOf("artpec-9"), {
      axisOs: undefined,
    });
    expect(findings.map(({ code, evidence }) => [code, evidence])).toEqual([
      [
        "AX-ONNX-001",
        "predicted before conversion: ONNX operator set 17; placement is not known yet",
      ],
    ]);
    expect(operators).toEqual([]);
  });

  it("is what the CVflow chips take, so that nothing is marked as a prediction", () => {
    const { findings } = check(onnx([conv]), targetOf("cv75"), { axisOs: undefined });
    expect(findings.map(({ evidence }) => evidence)).toEqual(["placement of 1 operator not known"]);
  });

  it("must have fixed sizes, apart from the batch", () => {
    const open = float("image", ["batch", 3, "height", 224]);
    expect(say(onnxDynamicAxes, onnx([conv], { input: open }))).toEqual([
      'error: "image": batch×3×height×224 float32',
    ]);
    const batch = float("image", ["batch", 3, 224, 224]);
    expect(say(onnxDynamicAxes, onnx([conv], { input: batch }))).toEqual([
      'info: "image": batch×3×224×224 float32',
    ]);
    expect(say(onnxDynamicAxes, onnx([conv]))).toEqual([]);
  });

  it.each([
    [6, 1],
    [7, 0],
    [17, 0],
    [99, 1],
  ])("of operator set %i gives %i findings", (opset, count) => {
    expect(say(onnxOpset, onnx([conv], { opset }))).toHaveLength(count);
  });

  it("cannot be converted with results of unknown size or foreign operators", () => {
    const suppression = operator("NonMaxSuppression", [map], [map], { domain: "" });
    const foreign = operator("Magic", [map], [map], { domain: "com.example" });
    expect(say(onnxInconvertible, onnx([conv, suppression, foreign]))).toEqual([
      'error: #1 NonMaxSuppression "map": sized at run time; #2 Magic "map": operator of another domain',
    ]);
  });

  it("must not be quantized already", () => {
    const linear = operator("QLinearConv", [image], [map]);
    expect(say(onnxQuantized, onnx([conv, linear]))).toEqual(['error: #1 QLinearConv "map"']);
    expect(say(onnxQuantized, onnx([conv]))).toEqual([]);
  });

  it("names operators whose TFLite form the DLPU does not take", () => {
    const rule = onnxUnsupported((name) => name === "CONV_2D" || name === "SLICE");
    const operators = ["Conv", "Slice", "Sigmoid", "Identity", "Unheard"];
    const graph = onnx(operators.map((name) => operator(name, [image], [map])));
    expect(say(rule, graph)).toEqual(['warning: #2 Sigmoid "map": becomes LOGISTIC']);
  });

  it.each([
    [0, 6, "RELU6"],
    [-1, 1, "RELU_N1_TO_1"],
    [0, undefined, "RELU"],
    [0, 5, "MAXIMUM or MINIMUM"],
  ])("knows what a Clip from %s to %s becomes", (min, max, form) => {
    const high = max === undefined ? undefined : scalar(max);
    const clip = operator("Clip", [image, scalar(min), high], [map]);
    const takesNothing = onnxUnsupported(() => false);
    expect(say(takesNothing, onnx([clip]))).toEqual([`warning: #0 Clip "map": becomes ${form}`]);
  });
});

describe("ONNX for the CVflow chips", () => {
  it("gets no placement but the reason why", () => {
    expect(say(noOperatorList, onnx([conv]))).toEqual(["info: placement of 1 operator not known"]);
  });

  it("must take planar images", () => {
    const packed = float("image", ["batch", 224, 224, 3]);
    expect(say(planarInput, onnx([conv], { input: packed }))).toEqual([
      'error: "image": batch×224×224×3 float32',
    ]);
    const vector = float("vector", [1, 1001, 1, 1]);
    expect(say(planarInput, onnx([conv], { input: vector }))).toEqual([]);
    expect(say(planarInput, onnx([conv]))).toEqual([]);
  });

  it.each(["NonMaxSuppression", "EfficientNMS_TRT", "BatchedNMS"])("refuses %s", (name) => {
    expect(say(planarInput, onnx([conv, operator(name, [map], [map])]))).toHaveLength(1);
  });

  it("warns of box decoding inside a detector", () => {
    const boxes = float("boxes", [1, 2100, 85]);
    const decode = operator("Mul", [map], [boxes]);
    expect(say(boxDecoding, onnx([conv, decode], { outputs: [boxes] }))).toEqual([
      'warning: #1 Mul "boxes"',
    ]);
    expect(say(boxDecoding, onnx([conv, decode]))).toEqual([]);
  });
});
