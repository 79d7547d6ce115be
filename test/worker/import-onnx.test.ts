import { readFileSync, statSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { UserError } from "../../src/errors.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { sharedData } from "../shared-data.ts";
import {
  corePython,
  limits,
  readFacts,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);
const reason = "DLPU_PYTHON_CORE names no Python environment";

async function importOnnx(
  source: string,
  inputShapes: Record<string, readonly number[]> = {},
  externalFiles: readonly string[] = [],
): Promise<{ result: MethodResult<"import_onnx">; tflitePath: string; onnxPath: string }> {
  const folder = temporaryFolder();
  const [tflitePath, onnxPath] = [path.join(folder, "m.tflite"), path.join(folder, "m.onnx")];
  const params = { source, externalFiles, inputShapes, tflitePath, onnxPath };
  const { result } = await channel.call("import_onnx", params, limits);
  return { result, tflitePath, onnxPath };
}

describe.skipIf(!corePython)(`importing ONNX (skipped when ${reason})`, () => {
  const models = useFixtures(corePython, "onnx_models.py");
  const scores = useFixtures(corePython, "score_models.py");

  test("fixes the batch and says how the axes moved", async () => {
    const { result, tflitePath } = await importOnnx(path.join(models, "stem.onnx"));
    expect(result.inputs).toEqual([
      {
        name: "picture",
        shape: [1, 32, 32, 3],
        dtype: "float32",
        sourceName: "picture",
        sourceShape: [1, 3, 32, 32],
        sourceDtype: "float32",
        permutation: [0, 2, 3, 1],
      },
    ]);
    expect(result.outputs[0]).toMatchObject({ name: "scores", shape: [1, 10] });
    expect(result.rewrites).toContainEqual({
      code: "shape-fixed",
      detail: "picture: [1, 3, 32, 32]",
    });
    expect(result.maxRelativeDiff).toBeLessThan(1e-5);
    expect(readFacts(corePython, tflitePath)).toMatchObject({ signatures: 1, dynamic: 0 });
  });

  test("reads weights from the .data file beside the model", async () => {
    const { result, onnxPath } = await importOnnx(path.join(models, "stem_external.onnx"), {}, [
      path.join(models, "stem_external.onnx.data"),
    ]);
    expect(result.maxRelativeDiff).toBeLessThan(1e-5);
    expect(statSync(onnxPath).size).toBeGreaterThan(8 * 27 * 4);
  });

  test("asks for the dimensions that a model leaves open, with an example", async () => {
    const refused = importOnnx(path.join(models, "stem_open.onnx"));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow("input picture of stem_open.onnx is [?, 3, ?, ?]");
    await expect(refused).rejects.toHaveProperty(
      "remedy",
      expect.stringContaining("inputShapes: { picture: [1, 3, 224, 224] }"),
    );
  });

  test("takes open dimensions from inputShapes", async () => {
    const shapes = { picture: [1, 3, 48, 64] };
    const { result } = await importOnnx(path.join(models, "stem_open.onnx"), shapes);
    expect(result.inputs[0]?.shape).toEqual([1, 48, 64, 3]);
  });

  test("refuses a shape that contradicts the model", async () => {
    const refused = importOnnx(path.join(models, "wide.onnx"), { picture: [1, 3, 8, 8] });
    await expect(refused).rejects.toThrow(UserError);
  });

  test("pads with zeros in front of pooling where zero cannot win", async () => {
    const { result, tflitePath } = await importOnnx(path.join(models, "stem.onnx"));
    const names = readFacts(corePython, tflitePath).operators.map(([name]) => name);
    expect(result.rewrites.map((rewrite) => rewrite.code)).toContain("padv2-repaired");
    expect(names).toContain("PAD");
    expect(names).not.toContain("PADV2");
  });

  test("mirrors in front of pooling where values may be negative", async () => {
    const { result, tflitePath } = await importOnnx(path.join(models, "stem_signed.onnx"));
    const names = readFacts(corePython, tflitePath).operators.map(([name]) => name);
    expect(names).toContain("MIRROR_PAD");
    expect(names).not.toContain("PADV2");
    expect(result.maxRelativeDiff).toBeLessThan(1e-5);
  });

  test("names the nodes that TensorFlow Lite has no operator for", async () => {
    const refused = importOnnx(path.join(models, "determinant.onnx"));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow("Det the_determinant");
  });

  test("keeps an output that the network itself goes on to read", async () => {
    const { result, tflitePath } = await importOnnx(path.join(scores, "both.onnx"));
    expect(result.outputs.map(({ name }) => name)).toEqual(["scores", "logits"]);
    expect(result.maxRelativeDiff).toBeLessThan(1e-5);
    const { operators } = readFacts(corePython, tflitePath);
    expect(operators.map(([name]) => name)).not.toContain("MAXIMUM");
  });

  test("writes the same bytes twice", async () => {
    const first = await importOnnx(path.join(models, "depthwise.onnx"));
    const second = await importOnnx(path.join(models, "depthwise.onnx"));
    expect(readFileSync(second.tflitePath).equals(readFileSync(first.tflitePath))).toBe(true);
    expect(readFileSync(second.onnxPath).equals(readFileSync(first.onnxPath))).toBe(true);
  });

  test.skipIf(!sharedData)(
    "equals ONNX Runtime on real models (skipped without shared data)",
    async () => {
      for (const file of [
        "ultra-light-face/version-slim-320.onnx",
        "yunet/yunet_n_320_320.onnx",
        "onnx-light/light_squeezenet.onnx", // Its softmax has the meaning of before opset 13.
      ]) {
        const { result } = await importOnnx(path.join(sharedData ?? "", "models", file));
        expect(result.maxAbsDiff, file).toBeLessThan(1e-4);
      }
    },
  );
});
