import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inspectModel } from "../../src/commands/inspect.ts";
import { type InspectReport } from "../../src/report/terminal/inspect-table.ts";
import { renderInspectTable } from "../../src/report/terminal/inspect-table.ts";
import { sharedData } from "../shared-data.ts";
import { buildEdgeTpuProgram } from "./build-edge-tpu.ts";
import { buildOnnx, zerosTensor } from "./build-onnx.ts";
import { buildTflite } from "./build-tflite.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dlpu-inspect-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Inspects the bytes as a file and calls it `model` whatever its path is. */
async function inspectBytes(bytes: Uint8Array): Promise<InspectReport> {
  const path = join(folder, "model");
  await writeFile(path, bytes);
  return { ...(await inspectModel(path)), model: "model" };
}

const convolution = buildTflite({
  codes: [
    { 0: { int8: 3 }, 2: { int32: 3 } },
    { 0: { int8: 32 }, 1: { text: "edgetpu-custom-op" } },
  ],
  tensors: [
    {
      0: { int32s: [1, 4, 4, 2] },
      1: { int8: 3 },
      3: { text: "image" },
      4: { table: { 2: { float32s: [0.0078125] }, 3: { int64s: [128] } } },
      7: { int32s: [-1, 4, 4, 2] },
    },
    { 0: { int32s: [2, 1, 1, 2] }, 1: { int8: 3 }, 2: { int32: 1 } },
    { 0: { int32s: [1, 4, 4, 2] }, 1: { int8: 3 }, 3: { text: "middle" } },
    { 0: { int32s: [1, 9] }, 1: { int8: 3 }, 3: { text: "scores\u001b[31m\u202e" } },
  ],
  inputs: [0],
  outputs: [3],
  operators: [
    { 1: { int32s: [0, 1] }, 2: { int32s: [2] }, 3: { int8: 1 }, 4: { table: {} } },
    {
      0: { int32: 1 },
      1: { int32s: [2] },
      2: { int32s: [3] },
      5: {
        bytes: buildEdgeTpuProgram({
          minRuntimeVersion: 13,
          executables: [{ type: 0, parameterBytes: 2048 }],
        }),
      },
    },
  ],
  buffers: [{}, { 0: { bytes: [1, 2, 3, 4] } }],
});

describe("the table of inspect", () => {
  it("shows inputs, outputs, operators, totals and the compiled part", async () => {
    const table = renderInspectTable(await inspectBytes(convolution));
    await expect(table).toMatchFileSnapshot("golden/inspect-tflite.txt");
  });

  it("shows named dimensions and operator sets of ONNX", async () => {
    const bytes = buildOnnx({
      inputs: [{ name: "x", shape: ["batch", 3, 8, 8] }],
      outputs: [{ name: "y" }],
      initializers: [zerosTensor("w", [4, 3, 3, 3])],
      nodes: [
        { op: "Conv", inputs: ["x", "w"], outputs: ["c"] },
        { op: "Fancy", inputs: ["c"], outputs: ["y"], domain: "com.example" },
      ],
    });
    const table = renderInspectTable(await inspectBytes(bytes));
    await expect(table).toMatchFileSnapshot("golden/inspect-onnx.txt");
  });

  it("escapes control and direction-changing characters of names", async () => {
    const table = renderInspectTable(await inspectBytes(convolution));
    expect(table).toContain("scores\\u{1b}[31m\\u{202e}");
    expect(table).not.toContain("\u001b");
  });

  it.skipIf(sharedData === undefined)(
    "fits 80 columns for a real model (needs ../shared/data)",
    async () => {
      const models = [
        "mediapipe/face_landmark_with_attention.tflite",
        "onnx-light/light_resnet50.onnx",
      ];
      for (const model of models) {
        const report = await inspectModel(join(sharedData ?? "", "models", model));
        const widths = renderInspectTable(report)
          .split("\n")
          .map((line) => Array.from(line).length);
        expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      }
    },
  );
});

describe("the JSON of inspect", () => {
  it("is plain data that survives printing and names tensors by index", async () => {
    const report = await inspectBytes(convolution);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({ schemaVersion: 1, model: "model", kind: "tflite" });
    expect(report.graph?.subgraphs[0]?.operators[0]).toMatchObject({
      name: "CONV_2D",
      version: 3,
      inputs: [0, 1],
      outputs: [2],
      options: { kind: "Conv2D", padding: "SAME" },
      macs: 4 * 4 * 2 * 2,
    });
  });

  it("reads the Edge TPU package and says why when it cannot", async () => {
    const report = await inspectBytes(convolution);
    expect(report.compiled).toMatchObject([
      {
        operatorIndex: 1,
        accelerator: "edge-tpu",
        edgeTpu: { minRuntimeVersion: 13, streamedParameterBytes: 2048 },
      },
    ]);
    const empty = buildTflite({
      codes: [{ 0: { int8: 32 }, 1: { text: "edgetpu-custom-op" } }],
      operators: [{ 5: { bytes: [1, 2, 3] } }],
    });
    const [compiled] = (await inspectBytes(empty)).compiled;
    expect(compiled?.edgeTpu).toBeUndefined();
    expect(compiled?.problem).toContain("it holds no Edge TPU package");
  });

  it("names formats whose graph is not read here", async () => {
    const report = await inspectBytes(
      Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a),
    );
    expect(report).toEqual({
      schemaVersion: 1,
      model: "model",
      kind: "h5",
      externalFiles: [],
      compiled: [],
    });
    expect(renderInspectTable(report)).toBe("model: Keras HDF5 (its graph is read after import)\n");
  });
});
