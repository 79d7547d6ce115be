import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ToolchainError } from "../../src/errors.ts";
import { blameModel } from "../../src/pipeline/import/blame-model.ts";
import { loadSource } from "../../src/pipeline/import/load-source.ts";
import { runCheck } from "../../src/commands/check.ts";
import { parseOnnx } from "../../src/graph/onnx/parse-onnx.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { buildOnnx, zerosTensor } from "../graph/build-onnx.ts";
import { buildTflite, type TableFields } from "../graph/build-tflite.ts";
import { sharedData } from "../shared-data.ts";
import { makeFolder } from "../temporary-folder.ts";

const [ADD, CONCATENATION, DEPTHWISE_CONV_2D] = [0, 2, 4];

/** A model of uint8 tensors `t0`, `t1`, … from the first to the last. */
function tflite(kind: number, operators: readonly (readonly [number[], number[]])[]): Uint8Array {
  const count = Math.max(...operators.flat(2)) + 1;
  return buildTflite({
    codes: [{ 0: { int8: kind }, 3: { int32: kind } }],
    tensors: Array.from({ length: count }, (_, index) => map([1, 8, 8, 4], `t${index}`)),
    inputs: [0],
    outputs: [count - 1],
    operators: operators.map(([inputs, outputs]) => ({
      1: { int32s: inputs },
      2: { int32s: outputs },
    })),
  });
}

function map(shape: readonly number[], name: string): TableFields {
  return { 0: { int32s: shape }, 1: { int8: 3 }, 3: { text: name } };
}

/** A depthwise convolution whose weights have this many channels. */
function depthwise(channels: number): Uint8Array {
  return buildTflite({
    codes: [{ 0: { int8: DEPTHWISE_CONV_2D }, 3: { int32: DEPTHWISE_CONV_2D } }],
    tensors: [
      map([1, 8, 8, 2], "x"),
      { ...map([1, 3, 3, channels], "w"), 2: { int32: 1 } },
      map([1, 8, 8, 2], "y"),
    ],
    inputs: [0],
    outputs: [2],
    operators: [{ 1: { int32s: [0, 1] }, 2: { int32s: [2] } }],
    buffers: [{}, { 0: { bytes: new Uint8Array(18) } }],
  });
}

function oneNode(inputs: readonly string[], output: string): Uint8Array {
  return buildOnnx({
    inputs: [{ name: "x", shape: [1, 4] }],
    outputs: [{ name: output, shape: [1, 4] }],
    nodes: [{ op: "Add", inputs, outputs: [output] }],
  });
}

describe("the .tflite reader", () => {
  it("refuses an operator that reads its own result", () => {
    expect(() => parseTflite(tflite(ADD, [[[0, 1], [1]]]), "m")).toThrow(
      'm: cannot read the model at subgraphs[0].operators[0].inputs[1]: it reads "t1", which it makes itself.',
    );
  });

  it("refuses operators in a circle, naming the first that reads too early", () => {
    const circle = tflite(CONCATENATION, [
      [[0, 2], [1]],
      [[1, 1], [2]],
    ]);
    expect(() => parseTflite(circle, "m")).toThrow(/"t2", which only a later operator makes/);
  });

  it("refuses a tensor that two operators make, and one that writes over an input", () => {
    const twice = tflite(ADD, [
      [[0, 0], [1]],
      [[0, 0], [1]],
    ]);
    expect(() => parseTflite(twice, "m")).toThrow(/operators\[1\].outputs\[0\]: it makes "t1"/);
    expect(() => parseTflite(tflite(ADD, [[[1, 1], [0]]]), "m")).toThrow(/it makes "t0"/);
  });

  it("refuses a constant with a negative size, and a size below -1 anywhere", () => {
    expect(() => parseTflite(depthwise(-1), "m")).toThrow(
      /tensors\[1\].shape: it has the shape \[1,3,3,-1\]/,
    );
    const below = buildTflite({ tensors: [map([1, -2], "t0")], inputs: [0], outputs: [0] });
    expect(() => parseTflite(below, "m")).toThrow(/it has the shape \[1,-2\]/);
    expect(() => parseTflite(depthwise(2), "m")).not.toThrow();
  });

  it("refuses a tensor larger than any camera holds, with the bytes that it claims", () => {
    const huge = buildTflite({
      tensors: [map([1, 32_768, 32_768, 3], "image")],
      inputs: [0],
      outputs: [0],
    });
    expect(() => parseTflite(huge, "m")).toThrow(
      "it has the shape [1,32768,32768,3] of uint8, which is 3221225472 bytes; no camera holds a tensor of more than 2147483648",
    );
  });
});

describe("the .onnx reader", () => {
  it("refuses a node that reads its own result", () => {
    expect(() => parseOnnx(oneNode(["x", "y"], "y"), "m")).toThrow(
      /nodes\[0\] \(Add\): it reads "y", which it makes itself/,
    );
  });

  it("refuses nodes that are not sorted", () => {
    const unsorted = buildOnnx({
      inputs: [{ name: "x", shape: [1] }],
      outputs: [{ name: "z", shape: [1] }],
      nodes: [
        { op: "Relu", inputs: ["y"], outputs: ["z"] },
        { op: "Relu", inputs: ["x"], outputs: ["y"] },
      ],
    });
    expect(() => parseOnnx(unsorted, "m")).toThrow(/"y", which only a later operator makes/);
  });

  it("refuses what claims more bytes than any camera holds", () => {
    const input = buildOnnx({ inputs: [{ name: "x", shape: [1, 3, 32_768, 32_768] }] });
    expect(() => parseOnnx(input, "m")).toThrow(/of "x": .* which is 12884901888 bytes/);
    const [, ...rest] = zerosTensor("w", [1]);
    const constant = buildOnnx({ initializers: [[[1, 2 ** 40], ...rest]] });
    expect(() => parseOnnx(constant, "m")).toThrow(
      /of a constant: .* which is 4398046511104 bytes/,
    );
  });
});

describe("checking several models", () => {
  it("judges a sound one beside one that cannot be", async () => {
    await using folder = await makeFolder({
      "weird.tflite": depthwise(-1),
      "sound.tflite": depthwise(2),
    });
    const paths = ["weird.tflite", "sound.tflite"].map((name) => join(folder.path, name));
    const { report, exitStatus } = await runCheck({ models: paths, socs: "artpec-8" });
    const [weird, sound] = report.models.map(({ results }) => results[0]);
    expect(weird?.findings.map(({ code }) => code)).toEqual(["AX-FMT-001"]);
    expect(weird?.verdict).toBe("failed");
    expect(sound?.operators.map(({ name }) => name)).toEqual(["DEPTHWISE_CONV_2D"]);
    expect(exitStatus).toBe(1);
  });
});

describe("a failed import", () => {
  it("is the model's own fault where no runtime can run its nodes, and the converter's otherwise", async () => {
    await using folder = await makeFolder({
      "bad.onnx": buildOnnx({
        inputs: [{ name: "x", shape: [1, 3, 8, 8] }],
        outputs: [{ name: "y" }],
        initializers: [zerosTensor("w", [4, 3, 3, 3])],
        nodes: [{ op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: { group: 0 } }],
      }),
      "good.onnx": oneNode(["x", "x"], "y"),
    });
    const failure = new ToolchainError("onnx2tf stumbled", "Try again.");
    const bad = await loadSource(join(folder.path, "bad.onnx"));
    expect(blameModel(failure, "bad.onnx", bad)).toMatchObject({
      kind: "user",
      code: "AX-ONNX-007",
      message: 'bad.onnx has nodes that no ONNX runtime can run: #0 Conv "y": group 0',
    });
    const good = await loadSource(join(folder.path, "good.onnx"));
    expect(blameModel(failure, "good.onnx", good)).toBe(failure);
  });
});

describe.skipIf(sharedData === undefined)("hostile files (need ../shared/data)", () => {
  const files = ["self", "cycle", "concat-self", "depthwise-minus-one", "concat-doubling-26"];
  it.each(files)("end in a verdict: %s.tflite", async (name) => {
    const path = join(sharedData ?? "", "hostile", `${name}.tflite`);
    const { report } = await runCheck({ models: [path], socs: "all" });
    const codes = report.models[0]?.results.flatMap(({ findings }) => findings);
    expect(codes?.some(({ code }) => code === "AX-FMT-001")).toBe(name !== "concat-doubling-26");
  });

  it.each(["group0", "dilation", "reshape-minus", "custom-domain"])(
    "are the model's fault, with the node named: %s.onnx",
    async (name) => {
      const path = join(sharedData ?? "", "hostile", `${name}.onnx`);
      const { report } = await runCheck({ models: [path], socs: "all" });
      for (const { findings, verdict } of report.models[0]?.results ?? []) {
        const own = findings.find(({ code }) => code === "AX-ONNX-007");
        expect([own?.subject.operator, verdict]).toEqual([0, "failed"]);
      }
    },
  );
});
