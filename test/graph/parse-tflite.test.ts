import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { constantFloats, constantInts } from "../../src/graph/constant-values.ts";
import type { Graph, Operator } from "../../src/graph/graph.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";
import { optionsOf } from "../../src/graph/options-of.ts";
import { quantizationGranularity } from "../../src/graph/quantization-granularity.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { sharedData } from "../shared-data.ts";
import { buildFlatbuffer, buildTflite, type TableFields } from "./build-tflite.ts";

const CONV_2D = 3;
const CUSTOM = 32;
const vector = { 0: { int32s: [2] }, 1: { int8: 9 }, 3: { text: "values" } } as const;

function parse(bytes: Uint8Array): Graph {
  return parseTflite(bytes, "model.tflite");
}

function onlyOperator(graph: Graph): Operator {
  const [operator, ...more] = graph.subgraphs[0]?.operators ?? [];
  if (operator === undefined || more.length > 0) throw new Error("expected one operator");
  return operator;
}

function errorOf(bytes: Uint8Array): { place: string; reason: string } {
  try {
    parse(bytes);
  } catch (error) {
    if (error instanceof ModelParseError) return { place: error.place, reason: error.reason };
    throw error;
  }
  throw new Error("expected a ModelParseError");
}

describe("a hand-built .tflite file", () => {
  it("gives an operator its name, version, operands and typed options", () => {
    const graph = parse(
      buildTflite({
        codes: [{ 0: { int8: CONV_2D }, 2: { int32: 5 } }],
        tensors: [vector, vector, vector],
        operators: [
          {
            1: { int32s: [0, 1, -1] },
            2: { int32s: [2] },
            3: { int8: 1 },
            4: { table: { 0: { int8: 1 }, 1: { int32: 3 }, 2: { int32: 2 }, 3: { int8: 3 } } },
          },
        ],
      }),
    );
    const operator = onlyOperator(graph);
    const [input, weights, output] = graph.subgraphs[0]?.tensors ?? [];
    expect(operator).toEqual({
      index: 0,
      name: "CONV_2D",
      version: 5,
      inputs: [input, weights, undefined],
      outputs: [output],
      intermediates: [],
      options: {
        kind: "Conv2D",
        padding: "VALID",
        strideW: 3,
        strideH: 2,
        fusedActivation: "RELU6",
        dilationW: 1,
        dilationH: 1,
        quantizedBiasType: "float32",
      },
    });
    expect(optionsOf(operator, "Pool2D")).toBeUndefined();
  });

  it("takes the larger of the two operator code fields", () => {
    const codes = [{ 0: { int8: 127 }, 3: { int32: 150 } }];
    const operator = onlyOperator(parse(buildTflite({ codes, operators: [{}] })));
    expect(operator.name).toBe("GELU");
  });

  it("names operators, options and types that are newer than its tables as unknown", () => {
    const graph = parse(
      buildTflite({
        codes: [{ 3: { int32: 5000 } }],
        operators: [{ 3: { int8: 127 }, 4: { table: {} } }],
        tensors: [{ 1: { int8: 99 } }],
      }),
    );
    const operator = onlyOperator(graph);
    expect(operator.name).toBe("UNKNOWN(5000)");
    expect(operator.options).toEqual({ kind: "Unread", union: 1, type: 127 });
    expect(graph.subgraphs[0]?.tensors[0]?.dtype).toBe("unknown");
  });

  it("keeps a custom operator's name and opaque settings", () => {
    const graph = parse(
      buildTflite({
        codes: [{ 0: { int8: CUSTOM }, 1: { text: "TFLite_Detection_PostProcess" } }],
        operators: [{ 5: { bytes: [7, 8, 9] } }],
      }),
    );
    const { name, customName, options } = onlyOperator(graph);
    expect({ name, customName, options }).toEqual({
      name: "CUSTOM",
      customName: "TFLite_Detection_PostProcess",
      options: { kind: "Custom", data: Uint8Array.of(7, 8, 9) },
    });
  });

  it("reads scales, zero points and axis of a tensor quantized per channel", () => {
    const quantization: TableFields = {
      2: { float32s: [0.5, 0.25] },
      3: { int64s: [0, -3] },
      6: { int32: 3 },
    };
    const graph = parse(buildTflite({ tensors: [{ ...vector, 4: { table: quantization } }] }));
    const [tensor] = graph.subgraphs[0]?.tensors ?? [];
    expect(tensor?.quantization).toEqual({
      scales: [0.5, 0.25],
      zeroPoints: [0, -3],
      axis: 3,
      min: [],
      max: [],
    });
    expect(tensor && quantizationGranularity(tensor)).toBe("per-channel");
  });

  it("reads blockwise quantization as a reference to the tensor of scales", () => {
    const details: TableFields = { 0: { int32: 1 }, 2: { int32: 32 } };
    const blockwise: TableFields = { 4: { int8: 2 }, 5: { table: details } };
    const graph = parse(buildTflite({ tensors: [{ ...vector, 4: { table: blockwise } }, vector] }));
    const [tensor, scales] = graph.subgraphs[0]?.tensors ?? [];
    expect(tensor?.quantization?.details).toEqual({
      kind: "blockwise",
      scales,
      zeroPoints: undefined,
      blockSize: 32,
      blockShape: [],
    });
  });

  it("gives constants as views of the file, not copies", () => {
    const bytes = buildTflite({
      tensors: [{ ...vector, 2: { int32: 1 } }],
      buffers: [{}, { 0: { bytes: [5, 250] } }],
    });
    const [tensor] = parse(bytes).subgraphs[0]?.tensors ?? [];
    expect(constantInts(tensor)).toEqual([5, -6]);
    expect(tensor?.data?.bytes.buffer).toBe(bytes.buffer);
    expect(tensor?.data?.external).toBe(false);
  });

  it("reads a buffer that stands after the flatbuffer and marks it external", () => {
    const bytes = withTail((offset) => ({ 1: { uint64: offset }, 2: { uint64: 2n } }), [1, 255]);
    const [tensor] = parse(bytes).subgraphs[0]?.tensors ?? [];
    expect(constantInts(tensor)).toEqual([1, -1]);
    expect(tensor?.data?.external).toBe(true);
  });

  it("refuses a buffer whose offset and size leave the file", () => {
    const bytes = withTail((offset) => ({ 1: { uint64: offset }, 2: { uint64: 3n } }), [1, 255]);
    expect(errorOf(bytes).place).toBe("buffers[1].offset");
  });

  it("unpacks 4-bit constants, low half first, and drops the padding", () => {
    const bytes = buildTflite({
      tensors: [{ 0: { int32s: [3] }, 1: { int8: 17 }, 2: { int32: 1 } }],
      buffers: [{}, { 0: { bytes: [0xf1, 0x08] } }],
    });
    expect(constantInts(parse(bytes).subgraphs[0]?.tensors[0])).toEqual([1, -1, -8]);
  });

  it("decodes float16 constants", () => {
    const bytes = buildTflite({
      tensors: [{ 0: { int32s: [3] }, 1: { int8: 1 }, 2: { int32: 1 } }],
      buffers: [{}, { 0: { bytes: [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00] } }],
    });
    expect(constantFloats(parse(bytes).subgraphs[0]?.tensors[0])).toEqual([1, -2, 2 ** -24]);
  });

  it("reads the minimum runtime version and the names of the metadata", () => {
    const graph = parse(
      buildTflite({
        buffers: [{}, { 0: { bytes: [...new TextEncoder().encode("1.14.0"), 0, 0] } }],
        model: { 6: { tables: [{ 0: { text: "min_runtime_version" }, 1: { int32: 1 } }] } },
      }),
    );
    expect(graph.minRuntimeVersion).toBe("1.14.0");
    expect([...graph.metadata.keys()]).toEqual(["min_runtime_version"]);
  });

  it("reads signatures as names of tensors", () => {
    const map: TableFields = { 0: { text: "image" }, 1: { int32: 0 } };
    const graph = parse(
      buildTflite({
        tensors: [vector],
        model: { 7: { tables: [{ 0: { tables: [map] }, 2: { text: "serving_default" } }] } },
      }),
    );
    const [tensor] = graph.subgraphs[0]?.tensors ?? [];
    expect(graph.signatures).toEqual([
      {
        key: "serving_default",
        subgraphIndex: 0,
        inputs: [{ name: "image", tensor }],
        outputs: [],
      },
    ]);
  });
});

describe("a damaged .tflite file", () => {
  it("is refused when it is not TFLite at all", () => {
    expect(errorOf(new TextEncoder().encode("hello, this is no model")).place).toBe("byte 4");
    expect(errorOf(new Uint8Array()).place).toBe("byte 4");
  });

  it("is refused with the path of the operand that names a missing tensor", () => {
    const bytes = buildTflite({
      codes: [{ 0: { int8: CONV_2D } }],
      tensors: [vector],
      operators: [{ 1: { int32s: [0] } }, { 1: { int32s: [0, 7] } }],
    });
    expect(errorOf(bytes)).toEqual({
      place: "subgraphs[0].operators[1].inputs[1]",
      reason: "there is no tensor 7, the subgraph has 1",
    });
  });

  it("is refused when an operator, tensor or signature names a missing part", () => {
    expect(errorOf(buildTflite({ operators: [{ 0: { int32: 4 } }] })).place).toBe(
      "subgraphs[0].operators[0].opcode_index",
    );
    expect(errorOf(buildTflite({ tensors: [{ 2: { int32: 9 } }] })).place).toBe(
      "subgraphs[0].tensors[0].buffer",
    );
    const signatures: TableFields = { 7: { tables: [{ 4: { int32: 2 } }] } };
    expect(errorOf(buildTflite({ model: signatures })).place).toBe(
      "signature_defs[0].subgraph_index",
    );
  });

  it("is refused without a graph or with another schema version", () => {
    expect(errorOf(buildFlatbuffer({ 0: { int32: 3 } })).place).toBe("subgraphs");
    expect(errorOf(buildFlatbuffer({ 0: { int32: 2 } })).place).toBe("version");
  });

  it("is refused when references multiply its parts far beyond its size", () => {
    const scales: TableFields = { 2: { float32s: new Array<number>(5000).fill(1) } };
    const wide: TableFields = { 4: { table: scales } };
    const subgraph: TableFields = { 0: { aliases: { table: wide, count: 5000 } } };
    const bytes = buildFlatbuffer({ 0: { int32: 3 }, 2: { tables: [subgraph] } });
    expect(bytes.length).toBeLessThan(50_000);
    expect(errorOf(bytes).reason).toContain("far larger than its file");
  });

  it("is refused when a tensor has far more dimensions than any kernel takes", () => {
    const tensor: TableFields = { 0: { int32s: new Array<number>(65).fill(1) } };
    expect(errorOf(buildTflite({ tensors: [tensor] }))).toEqual({
      place: "subgraphs[0].tensors[0].shape",
      reason: "it has 65 dimensions",
    });
  });

  it("names the file, the place and the reason in one sentence, and a way out", () => {
    const error = new ModelParseError("a.tflite", "buffers[1]", "it is too short");
    expect(error.message).toBe("a.tflite: cannot read the model at buffers[1]: it is too short.");
    expect(error.remedy).not.toBe("");
    expect(error.kind).toBe("user");
  });
});

describe.skipIf(sharedData === undefined)("real .tflite files (need ../shared/data)", () => {
  function parseShared(path: string): Graph {
    return parseTflite(new Uint8Array(readFileSync(join(sharedData ?? "", path))), path);
  }

  it("reads Axis' quantized MobileNetV2", () => {
    const graph = parseShared("models/axis-model-mobilenet_v2_1.0_224_quant.tflite");
    const [main] = graph.subgraphs;
    expect(main?.operators.length).toBe(66);
    expect(
      main?.inputs.map(({ dtype, shape, quantization }) => [
        dtype,
        shape,
        quantization?.scales,
        quantization?.zeroPoints,
      ]),
    ).toEqual([["uint8", [1, 224, 224, 3], [0.0078125], [128]]]);
  });

  it("tells per-channel weights of a Keras model from its per-tensor activations", () => {
    const graph = parseShared("models/google-coral/tf2_mobilenet_v2_1.0_224_ptq.tflite");
    const convolutions = graph.subgraphs[0]?.operators.filter(({ name }) =>
      name.endsWith("CONV_2D"),
    );
    const granularities = convolutions?.map(({ inputs }) =>
      inputs.map((tensor) => tensor && quantizationGranularity(tensor)),
    );
    expect(granularities?.length).toBe(53);
    expect(new Set(granularities?.map(String))).toEqual(
      new Set(["per-tensor,per-channel,per-channel"]),
    );
  });

  it("finds the dynamic batch in the shape signature", () => {
    const [input] =
      parseShared("models/mlcommons-tiny/vww_96_int8.tflite").subgraphs[0]?.inputs ?? [];
    expect([input?.shape, input?.shapeSignature]).toEqual([
      [1, 96, 96, 3],
      [-1, 96, 96, 3],
    ]);
  });
});

/** A model whose buffer 1 is described by `buffer`, which is told the offset of the bytes after the flatbuffer. */
function withTail(buffer: (offset: bigint) => TableFields, tail: readonly number[]): Uint8Array {
  const build = (offset: bigint): Uint8Array =>
    buildTflite({ tensors: [{ ...vector, 2: { int32: 1 } }], buffers: [{}, buffer(offset)] });
  const flatbuffer = build(BigInt(build(0n).length));
  return Uint8Array.from([...flatbuffer, ...tail]);
}
