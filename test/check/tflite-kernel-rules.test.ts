import { describe, expect, it } from "vitest";
import { TFLITE_KERNEL_RULES } from "../../src/check/tflite-kernels/rules.ts";
import type { Graph, Operator, Tensor } from "../../src/graph/graph.ts";
import type { Activation, OperatorOptions } from "../../src/graph/operator-options.ts";
import { constant, float, operator, scaled, singleOperator, tensor } from "../graph-builder.ts";

const half = scaled(0.5, 0);
const map = int8("map", [1, 8, 8, 6]);
const weights = constant("weights", [6, 3, 3, 6], { quantization: half });
const bias = int32("bias", [6], { quantization: scaled(0.25, 0) });
const matrix = constant("matrix", [6, 6], { quantization: half });
const row = int8("row", [1, 6]);
const bytes = tensor("bytes", [1, 8, 8, 6]);
const word = tensor("word", [1, 8, 8, 6], { dtype: "int16", quantization: half });

describe("what TFLite refuses on load", () => {
  it.each<[string, Operator]>([
    ["an int8 convolution with int32 bias", conv(map, weights, bias)],
    [
      "a depthwise convolution without bias",
      operator("DEPTHWISE_CONV_2D", [map, constant("w", [1, 3, 3, 6])], [map]),
    ],
    ["a grouped convolution", conv(int8("in", [1, 8, 8, 12]), weights, bias)],
    [
      "a hybrid dense layer with TANH",
      dense(float("in", [1, 6]), matrix, undefined, float("out", [1, 6]), "TANH"),
    ],
    ["a dense layer without bias", dense(row, matrix, undefined, row)],
    ["int8 LOGISTIC at 1/256", operator("LOGISTIC", [map], [at(1 / 256, -128)])],
    [
      "int8 SOFTMAX within a thousandth of 1/256",
      operator("SOFTMAX", [map], [at(1.0005 / 256, -128)]),
    ],
    [
      "a uint8 concatenation that rescales",
      concatenation([tensor("a", [1, 4])], tensor("b", [1, 4], { quantization: half })),
    ],
    ["an int8 concatenation of one scale", concatenation([row, row], int8("out", [1, 12]))],
    ["a broadcast of a row over rows", operator("ADD", [map, int8("b", [6])], [map])],
    [
      "a reshape with an inferred size",
      operator("RESHAPE", [map, ints(-1, 6)], [int8("out", [64, 6])]),
    ],
    [
      "the last axis counted from the end",
      operator("ARG_MAX", [map, ints(-1)], [int32("out", [1, 8, 8])]),
    ],
  ])("takes %s", (_, taken) => {
    expect(errorsOf(singleOperator(taken))).toEqual([]);
  });

  it.each<[string, Operator, string]>([
    ["a convolution without bias", operator("CONV_2D", [map, weights], [map]), "TFL-BIAS-001"],
    ["a float bias under int8", conv(map, weights, float("b", [6])), "TFL-BIAS-002"],
    [
      "a bias with a zero point",
      conv(map, weights, int32("b", [6], { quantization: scaled(0.25, 3) })),
      "TFL-BIAS-003",
    ],
    ["a uint8 bias in another unit", uint8Conv(scaled(0.5, 0)), "TFL-BIAS-004"],
    [
      "float depthwise weights under int8",
      operator("DEPTHWISE_CONV_2D", [map, float("w", [1, 3, 3, 6])], [map]),
      "TFL-CONV-001",
    ],
    ["an int32 convolution", conv(int32("in", [1, 8, 8, 6]), weights, bias), "TFL-CONV-001"],
    [
      "int8 weights with a zero point",
      conv(map, constant("w", [6, 3, 3, 6], { quantization: scaled(1, 1) }), bias),
      "TFL-CONV-002",
    ],
    [
      "weights with scales along the input channels",
      conv(map, constant("w", [8, 3, 3, 6], { quantization: perChannel(6, 3) }), int32("b", [8])),
      "TFL-CONV-003",
    ],
    ["a convolution over a list", conv(int8("in", [1, 64, 6]), weights, bias), "TFL-CONV-004"],
    ["weights for other channels", conv(int8("in", [1, 8, 8, 7]), weights, bias), "TFL-CONV-004"],
    ["a bias for other channels", conv(map, weights, int32("b", [7])), "TFL-CONV-004"],
    [
      "a float dense layer with int32 bias",
      dense(float("in", [1, 6]), float("w", [6, 6]), int32("b", [6]), float("out", [1, 6])),
      "TFL-FC-001",
    ],
    ["an int8 dense layer with TANH", dense(row, matrix, undefined, row, "TANH"), "TFL-FC-002"],
    ["dense weights of four dimensions", dense(row, weights, undefined, row), "TFL-FC-004"],
    [
      "a dense bias in another unit",
      dense(row, matrix, int32("b", [6], { quantization: scaled(9, 0) }), row),
      "TFL-FC-005",
    ],
    [
      "uint8 dense weights with a scale a channel",
      dense(
        tensor("in", [1, 6]),
        tensor("w", [6, 6], { quantization: perChannel(6, 0) }),
        undefined,
        tensor("out", [1, 6]),
      ),
      "TFL-FC-006",
    ],
    ["int8 LOGISTIC at 1/255", operator("LOGISTIC", [map], [at(1 / 255, -128)]), "TFL-SCALE-001"],
    [
      "int8 SOFTMAX with zero point 0",
      operator("SOFTMAX", [map], [at(1 / 256, 0)]),
      "TFL-SCALE-001",
    ],
    [
      "int8 L2_NORMALIZATION at 1/127",
      operator("L2_NORMALIZATION", [map], [at(1 / 127, 0)]),
      "TFL-SCALE-001",
    ],
    [
      "an int8 concatenation of two scales",
      concatenation(
        [row, int8("b", [1, 6], { quantization: scaled(0.25, 0) })],
        int8("out", [1, 12]),
      ),
      "TFL-SCALE-002",
    ],
    [
      "an int8 convolution without scales",
      conv(float("in", [1, 8, 8, 6], { dtype: "int8" }), weights, bias),
      "TFL-SCALE-003",
    ],
    [
      "int16 data with a zero point",
      operator("RELU", [{ ...word, quantization: scaled(1, 5) }], [word]),
      "TFL-SCALE-004",
    ],
    ["int8 POW", operator("POW", [map, map], [map]), "TFL-TYPE-001"],
    ["int8 SQUARE", operator("SQUARE", [map], [map]), "TFL-TYPE-001"],
    ["pooling from int8 to uint8", operator("MAX_POOL_2D", [map], [bytes]), "TFL-TYPE-002"],
    ["a sum of int8 and uint8", operator("ADD", [map, bytes], [map]), "TFL-TYPE-003"],
    ["int64 axes", operator("MEAN", [map, { ...ints(1), dtype: "int64" }], [map]), "TFL-TYPE-004"],
    [
      "shapes that do not broadcast",
      operator("MUL", [map, int8("b", [1, 6, 8, 8])], [map]),
      "TFL-SHAPE-001",
    ],
    [
      "a broadcast that shrinks",
      operator("BROADCAST_TO", [map, ints(1, 8, 8, 1)], [map]),
      "TFL-SHAPE-002",
    ],
    [
      "pooling over a list",
      operator("MAX_POOL_2D", [int8("in", [8, 6])], [int8("out", [4, 6])]),
      "TFL-SHAPE-003",
    ],
    [
      "a block of three sizes for images",
      operator("SPACE_TO_BATCH_ND", [map, ints(2, 2, 1), ints(0)], [map]),
      "TFL-SHAPE-004",
    ],
    ["an axis beyond the dimensions", operator("ARG_MAX", [map, ints(4)], [map]), "TFL-SHAPE-005"],
    [
      "a concatenation of other heights",
      concatenation([int8("a", [1, 8]), int8("b", [2, 8])], map),
      "TFL-SHAPE-006",
    ],
    [
      "a reshape to another count",
      operator("RESHAPE", [map, ints(1, 383)], [map]),
      "TFL-SHAPE-007",
    ],
    [
      "a quantized dimension that the tensor lacks",
      operator("RELU", [int8("in", [6], { quantization: { ...half, axis: 3 } })], [map]),
      "TFL-LOAD-001",
    ],
    [
      "fewer scales than slices",
      operator("RELU", [int8("in", [6], { quantization: perChannel(5, 0) })], [map]),
      "TFL-LOAD-002",
    ],
  ])("refuses %s", (_, refused, code) => {
    expect(errorsOf(singleOperator(refused))).toContain(code);
  });

  it("names the operator, the numbers and the cure", () => {
    const graph = singleOperator(operator("LOGISTIC", [map], [at(0.5, 3)]));
    const rule = TFLITE_KERNEL_RULES.find(({ code }) => code === "TFL-SCALE-001");
    expect(rule?.find(graph, { axisOs: undefined })).toEqual([
      {
        subject: { operator: 0, name: "LOGISTIC" },
        evidence: '#0 LOGISTIC "out": scale 0.5, zero point 3, expected scale 0.00390625',
      },
    ]);
    expect(rule?.remedy).toContain("1/256");
  });
});

function errorsOf(graph: Graph): string[] {
  const context = { axisOs: undefined };
  return TFLITE_KERNEL_RULES.filter(
    ({ severity, find }) => severity === "error" && find(graph, context).length > 0,
  ).map(({ code }) => code);
}

function int8(name: string, shape: readonly number[], overrides: Partial<Tensor> = {}): Tensor {
  return tensor(name, shape, { dtype: "int8", quantization: half, ...overrides });
}

function int32(name: string, shape: readonly number[], overrides: Partial<Tensor> = {}): Tensor {
  return float(name, shape, { dtype: "int32", ...overrides });
}

/** A constant list of int32. */
function ints(...values: readonly number[]): Tensor {
  const data = { bytes: new Uint8Array(new Int32Array(values).buffer), external: false };
  return int32("list", [values.length], { data });
}

function at(scale: number, zeroPoint: number): Tensor {
  return int8("out", [1, 8, 8, 6], { quantization: scaled(scale, zeroPoint) });
}

function perChannel(count: number, axis: number): NonNullable<Tensor["quantization"]> {
  const scales = new Array<number>(count).fill(0.5);
  return { ...half, scales, zeroPoints: scales.map(() => 0), axis };
}

function conv(input: Tensor, kernel: Tensor, offset: Tensor): Operator {
  return operator("CONV_2D", [input, kernel, offset], [{ ...input, name: "out" }]);
}

function uint8Conv(quantization: NonNullable<Tensor["quantization"]>): Operator {
  const input = tensor("in", [1, 8, 8, 6], { quantization: half });
  const kernel = constant("w", [6, 3, 3, 6], { dtype: "uint8", quantization: half });
  return conv(input, kernel, int32("b", [6], { quantization }));
}

function dense(
  input: Tensor,
  kernel: Tensor,
  offset: Tensor | undefined,
  output: Tensor,
  fusedActivation: Activation = "NONE",
): Operator {
  const options: OperatorOptions = {
    kind: "FullyConnected",
    fusedActivation,
    weightsFormat: "DEFAULT",
    keepNumDims: false,
    asymmetricQuantizeInputs: false,
    quantizedBiasType: "float32",
  };
  return operator("FULLY_CONNECTED", [input, kernel, offset], [output], { options });
}

function concatenation(inputs: readonly Tensor[], output: Tensor): Operator {
  const options: OperatorOptions = { kind: "Concatenation", axis: 1, fusedActivation: "NONE" };
  return operator("CONCATENATION", inputs, [output], { options });
}
