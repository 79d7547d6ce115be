import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { UserError } from "../../src/errors.ts";
import {
  limits,
  readFacts,
  runFixture,
  temporaryFolder,
  tensorflowPython,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(tensorflowPython);

/** The bytes that a fresh process with this hash seed writes; it proves them against the `.tflite` itself. */
function exportOnnx(tflitePath: string, hashSeed: string): Buffer {
  const folder = temporaryFolder();
  const onnxPath = path.join(folder, "m.onnx");
  const worker = path.resolve(import.meta.dirname, "../../worker");
  const script = path.join(import.meta.dirname, "fixtures/export_onnx.py");
  execFileSync(tensorflowPython ?? "python3", [script, worker, tflitePath, onnxPath], {
    cwd: folder,
    env: { ...process.env, PYTHONHASHSEED: hashSeed },
    stdio: "ignore",
  });
  return readFileSync(onnxPath);
}

describe.skipIf(!tensorflowPython)(
  "importing Keras (skipped without DLPU_PYTHON_TENSORFLOW)",
  () => {
    const models = useFixtures(tensorflowPython, "keras_models.py", 300_000);

    test.each(["keras3.keras", "keras2.h5", "default"])(
      "keeps weights, names and function of %s",
      async (name) => {
        const tflitePath = path.join(temporaryFolder(), "m.tflite");
        const params = { source: path.join(models, name), inputShapes: {}, tflitePath };
        const { result } = await channel.call("import_keras", params, limits);
        expect(result.inputs).toMatchObject([{ name: "picture", shape: [1, 32, 32, 3] }]);
        expect(result.outputs).toMatchObject([{ name: "scores", shape: [1, 10] }]);
        expect(result.maxRelativeDiff).toBeLessThan(1e-4);
        const facts = readFacts(tensorflowPython, tflitePath);
        const operators = facts.operators.map(([operator]) => operator);
        expect(operators).toContain("DEPTHWISE_CONV_2D");
        expect(operators).not.toContain("READ_VARIABLE");
        expect(operators).not.toContain("VAR_HANDLE");
      },
    );

    test.each([
      ["lambda.keras", "Lambda layer"],
      ["lambda.h5", "Lambda layer"],
      ["weights.h5", "weights without the model"],
      ["several", "several signatures: first, second"],
    ])("refuses %s and says why", async (name, why) => {
      const tflitePath = path.join(temporaryFolder(), "m.tflite");
      const params = { source: path.join(models, name), inputShapes: {}, tflitePath };
      const refused = channel.call("import_keras", params, limits);
      await expect(refused).rejects.toThrow(why);
      await expect(refused).rejects.toThrow(UserError);
    });

    test("writes ONNX with channels first that computes the same", async () => {
      const folder = temporaryFolder();
      const tflitePath = path.join(folder, "m.tflite");
      const source = path.join(models, "keras2.h5");
      await channel.call("import_keras", { source, inputShapes: {}, tflitePath }, limits);
      const params = { tflitePath, onnxPath: path.join(folder, "m.onnx") };
      const { result } = await channel.call("export_onnx", params, limits);
      expect(result.inputs).toMatchObject([
        { shape: [1, 32, 32, 3], sourceShape: [1, 3, 32, 32], permutation: [0, 2, 3, 1] },
      ]);
      expect(result.maxRelativeDiff).toBeLessThan(1e-3);
    });

    test.each(["keras2.h5", "keras3.keras", "default"])(
      "writes the same bytes of ONNX for %s in every process",
      async (name) => {
        const tflitePath = path.join(temporaryFolder(), "m.tflite");
        const source = path.join(models, name);
        await channel.call("import_keras", { source, inputShapes: {}, tflitePath }, limits);
        const [first, second] = ["1", "2"].map((seed) => exportOnnx(tflitePath, seed));
        expect(first?.equals(second ?? Buffer.alloc(0))).toBe(true);
      },
    );

    test.each([
      ["reshape", [1, 64, 8]],
      ["squeeze", [8, 8]],
    ])(
      "writes ONNX of a .tflite whose %s leaves out the list in its options",
      async (name, shape) => {
        const folder = temporaryFolder();
        runFixture(tensorflowPython, "bare_options.py", folder);
        const source = path.join(folder, `${name}.tflite`);
        const tflitePath = path.join(folder, "float.tflite");
        await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
        const params = { tflitePath, onnxPath: path.join(folder, "m.onnx") };
        const { result } = await channel.call("export_onnx", params, limits);
        expect(result.outputs).toMatchObject([{ shape }]);
        expect(result.maxRelativeDiff).toBeLessThan(1e-3);
      },
    );
  },
);
