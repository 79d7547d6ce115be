import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import type { Graph, Operator, Tensor } from "../../src/graph/graph.ts";
import type { OperatorOptions } from "../../src/graph/operator-options.ts";
import { ARTPEC_8_TABLE } from "../../src/targets/artpec-8/delegate/table.ts";
import { artpec8 } from "../../src/targets/artpec-8/target.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../../src/check/tflite-operator-versions.ts";
import { constant, float, operator, scaled, singleOperator, tensor } from "../graph-builder.ts";

const map = tensor("map", [1, 8, 8, 6]);
const out = tensor("out", [1, 8, 8, 6]);
const weights = constant("weights", [6, 3, 3, 6]);
const index = constant("index", [1], { dtype: "int32" });
const longIndex = constant("index", [1], { dtype: "int64" });
const computed = tensor("computed", [1], { dtype: "int32" });
const wide = tensor("wide", [1, 8, 8, 6], { dtype: "int16" });
const flag = tensor("flag", [1, 8, 8, 6], { dtype: "bool" });
const transposed: OperatorOptions = {
  kind: "BatchMatMul",
  adjX: true,
  adjY: true,
  asymmetricQuantizeInputs: false,
};
const scalar = tensor("scalar", []);
const bare = float("bare", [1, 8, 8, 6], { dtype: "int8" });
const fine: Partial<Tensor> = {
  quantization: { ...scaled(1, 0), scales: [1, 2, 3, 4, 5, 6], axis: 3 },
};

/** An LSTM's 20 operands: input first, output state and cell state last. */
function lstm(input: Tensor, state: Tensor, cell: Tensor): Operator {
  const inputs = [input, ...new Array<Tensor>(17).fill(weights), state, cell];
  return operator("UNIDIRECTIONAL_SEQUENCE_LSTM", inputs, [out]);
}

function bidirectional(
  extra: Readonly<Record<number, Tensor>>,
  kernel = float("kernel", [6, 6]),
): Operator {
  const inputs = Array.from({ length: 48 }, (_, position) =>
    position < 9 ? kernel : extra[position],
  );
  return operator("BIDIRECTIONAL_SEQUENCE_LSTM", inputs, [out]);
}

function auxiliary(): Operator {
  const kernel = float("kernel", [6, 6]);
  const inputs = [map, ...new Array<Tensor>(8).fill(kernel), map];
  return operator("BIDIRECTIONAL_SEQUENCE_RNN", inputs, [out]);
}

function custom(customName: string): Operator {
  return operator("CUSTOM", [map], [out], { customName });
}

describe("ARTPEC-8's placement by the delegate's conditions", () => {
  it("knows the 95 operators of the delegate's map, and custom ones", () => {
    const names = [...ARTPEC_8_TABLE.byName.keys()];
    expect(names).toHaveLength(96);
    expect(names.filter((name) => TFLITE_OPERATOR_VERSIONS[name] === undefined)).toEqual([
      "CUSTOM",
    ]);
  });

  it.each<[string, Operator]>([
    [
      "an 8-bit convolution",
      operator("CONV_2D", [tensor("in", [1, 8, 8, 6], { dtype: "int8" }), weights], [out]),
    ],
    [
      "float arithmetic, which the delegate takes",
      operator("ADD", [float("a", [4]), float("b", [4])], [float("c", [4])]),
    ],
    ["a gather with int32 indices", operator("GATHER", [map, index], [out])],
    ["a broadcast to an int64 shape", operator("BROADCAST_TO", [map, longIndex], [out])],
    ["a first dimension above 65535", operator("ABS", [tensor("in", [70_000, 4])], [out])],
    ["six dimensions", operator("ABS", [tensor("in", [1, 1, 1, 1, 1, 4])], [out])],
    ["a precompiled program", custom("vsi-npu")],
    ["a quantized LSTM with 16-bit cells", lstm(map, out, wide)],
    ["a bidirectional LSTM in float", bidirectional({})],
  ])("takes %s", (_, taken) => {
    expect(place(singleOperator(taken))).toEqual([]);
  });

  it.each<[string, Operator, string]>([
    ["an operator outside the map", operator("TILE", [map, index], [out]), "AX-OP-803"],
    ["any other custom operator", custom("TFLite_Detection_PostProcess"), "A8-CUSTOM-001"],
    [
      "a recurrent layer that the delegate lists and refuses",
      custom("WRNN_BIDI_SEQGRU"),
      "A8-CUSTOM-001",
    ],
    ["int64 indices", operator("GATHER", [map, longIndex], [out]), "AX-OP-809"],
    [
      "int64 results",
      operator("ARG_MAX", [map, index], [tensor("best", [1], { dtype: "int64" })]),
      "AX-OP-809",
    ],
    [
      "seven dimensions",
      operator("ABS", [tensor("in", [1, 1, 1, 1, 1, 1, 4])], [out]),
      "AX-OP-809",
    ],
    ["a width above 65535", operator("ABS", [tensor("in", [1, 70_000])], [out]), "AX-OP-809"],
    ["text", operator("ABS", [tensor("in", [1], { dtype: "string" })], [out]), "A8-ALL-001"],
    ["an empty tensor", operator("ABS", [tensor("in", [1, 0])], [out]), "A8-ALL-002"],
    ["16-bit results", operator("ABS", [wide], [wide]), "A8-ALL-003"],
    [
      "hybrid convolutions",
      operator("CONV_2D", [float("in", [1, 8, 8, 6]), weights], [out]),
      "A8-CONV-001",
    ],
    [
      "a batch through groups",
      operator("CONV_2D", [tensor("in", [2, 8, 8, 12], { dtype: "int8" }), weights], [out]),
      "A8-CONV-002",
    ],
    [
      "16-bit biases of dense layers",
      operator("FULLY_CONNECTED", [map, tensor("w", [6, 6]), wide], [out]),
      "A8-FC-003",
    ],
    ["a select of 8-bit data", operator("SELECT_V2", [flag, map, map], [out]), "A8-SELECT-002"],
    [
      "a select over other ranks",
      operator("SELECT_V2", [scalar, float("a", [4]), float("b", [4])], [float("c", [4])]),
      "A8-SELECT-001",
    ],
    ["integer powers", operator("POW", [computed, computed], [computed]), "A8-POW-001"],
    [
      "squared differences of mixed types",
      operator("SQUARED_DIFFERENCE", [map, map], [float("c", [4])]),
      "A8-SQDIFF-001",
    ],
    [
      "per-channel dequantization",
      operator("DEQUANTIZE", [tensor("w", [1, 8, 8, 6], fine)], [float("c", [4])]),
      "A8-DEQUANT-002",
    ],
    [
      "per-channel quantization",
      operator("QUANTIZE", [float("in", [4])], [tensor("w", [1, 8, 8, 6], fine)]),
      "A8-QUANT-002",
    ],
    [
      "a cast to uint16",
      operator("CAST", [map], [tensor("c", [4], { dtype: "uint16" })]),
      "A8-CAST-001",
    ],
    ["a computed new shape", operator("RESHAPE", [map, computed], [out]), "A8-RESHAPE-001"],
    ["a reshape to a scalar", operator("RESHAPE", [tensor("in", [1])], [scalar]), "A8-RESHAPE-002"],
    [
      "a slice through the batch",
      operator("SLICE", [tensor("in", [2, 8, 8, 6]), index, index], [out]),
      "A8-SLICE-002",
    ],
    [
      "a resize to a computed size",
      operator("RESIZE_BILINEAR", [map, computed], [out]),
      "A8-RESIZE-001",
    ],
    ["a resize of plain bytes", operator("RESIZE_BILINEAR", [bare, index], [out]), "A8-RESIZE-002"],
    ["a split of plain bytes", operator("SPLIT_V", [bare, index, index], [out]), "A8-SPLITV-001"],
    ["blocks of int32", operator("SPACE_TO_DEPTH", [computed], [out]), "A8-DEPTHSPACE-001"],
    ["computed axes", operator("MEAN", [map, computed], [out]), "A8-REDUCE-001"],
    [
      "a best index as a scalar",
      operator("ARG_MAX", [tensor("in", [4]), index], [scalar]),
      "A8-ARG-001",
    ],
    ["one-hot of computed depth", operator("ONE_HOT", [map, computed], [out]), "A8-ONEHOT-001"],
    ["a product into int32", operator("BATCH_MATMUL", [map, map], [computed]), "A8-BMM-001"],
    ["an LSTM with float cells", lstm(map, out, float("cell", [6])), "A8-LSTM-003"],
    ["an LSTM with a state of another type", lstm(map, wide, wide), "A8-LSTM-002"],
    [
      "a bidirectional LSTM with a projection",
      bidirectional({ 16: float("p", [6, 6]) }),
      "A8-BILSTM-002",
    ],
    [
      "a quantized bidirectional RNN",
      operator("BIDIRECTIONAL_SEQUENCE_RNN", [map, weights], [out]),
      "A8-BIRNN-001",
    ],
    [
      "uint8 tables with int8 rows",
      operator("EMBEDDING_LOOKUP", [index, map], [tensor("rows", [4], { dtype: "int8" })]),
      "A8-EMBED-001",
    ],
    [
      "hybrid dense layers",
      operator("FULLY_CONNECTED", [float("in", [1, 6]), tensor("w", [6, 6])], [out]),
      "A8-FC-001",
    ],
    [
      "hybrid 3-D convolutions",
      operator("CONV_3D", [float("in", [1, 4, 8, 8, 6]), constant("w", [3, 3, 3, 6, 6])], [out]),
      "A8-CONV3D-001",
    ],
    [
      "a slice at a computed place",
      operator("SLICE", [map, computed, index], [out]),
      "A8-SLICE-001",
    ],
    [
      "a mirror pad into an unknown shape",
      operator("MIRROR_PAD", [map, index], [scalar]),
      "A8-MPAD-001",
    ],
    ["blocks of plain bytes", operator("DEPTH_TO_SPACE", [bare], [out]), "A8-DEPTHSPACE-002"],
    [
      "a transpose into an unknown shape",
      operator("TRANSPOSE", [map, index], [scalar]),
      "A8-TRANSPOSE-001",
    ],
    [
      "a new dimension at a computed place",
      operator("EXPAND_DIMS", [map, computed], [out]),
      "A8-EXPAND-001",
    ],
    [
      "the shape of unknown sizes",
      operator("SHAPE", [tensor("in", [-1, 4])], [computed]),
      "A8-SHAPE-001",
    ],
    [
      "a product of two transposed matrices",
      operator("BATCH_MATMUL", [map, map], [out], { options: transposed }),
      "A8-BMM-003",
    ],
    ["a float LSTM", lstm(float("in", [1, 4, 6]), out, wide), "A8-LSTM-001"],
    ["a quantized bidirectional LSTM", bidirectional({}, weights), "A8-BILSTM-001"],
    [
      "a quantized RNN",
      operator("UNIDIRECTIONAL_SEQUENCE_RNN", [map, weights], [out]),
      "A8-RNN-001",
    ],
    ["an auxiliary input without weights", auxiliary(), "A8-BIRNN-002"],
    ["an operator newer than dlpu", operator("UNKNOWN(300)", [map], [out]), "AX-OP-004"],
  ])("leaves %s to the CPU", (_, refused, code) => {
    const graph = singleOperator(refused);
    expect(place(graph)).toContain(code);
    expect(codesOf(graph)).toContain(code);
  });
});

/** The reasons for which the only operator runs on the CPU; none when it runs on the DLPU. */
function place(graph: Graph): readonly string[] {
  const placement = artpec8.place?.(graph)[0];
  expect(placement?.placement).toBe(placement?.reasons.length === 0 ? "dlpu" : "cpu");
  return placement?.reasons ?? ["not placed"];
}

function codesOf(graph: Graph): string[] {
  return check(graph, artpec8, { axisOs: undefined }).findings.map(({ code }) => code);
}
