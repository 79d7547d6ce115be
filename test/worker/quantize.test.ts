import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import type { TensorRanges } from "../../src/check/tensor-range.ts";
import { loadTensorRanges } from "../../src/pipeline/quantize/tensor-ranges.ts";
import type { QuantizeRecipe } from "../../src/worker/method-params.ts";
import type { RangeFit } from "../../src/worker/method-results.ts";
import { sharedData } from "../shared-data.ts";
import {
  corePython,
  limits,
  readFacts,
  runFixture,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);
const perTensor: QuantizeRecipe = {
  weights: "per-tensor",
  fullyConnected: "per-tensor",
  input: "uint8",
  output: "uint8",
};
const perChannel: QuantizeRecipe = { ...perTensor, weights: "per-channel" };
/** 60 pictures `r` of values from 0 to 1. */
const RANDOM = "r = np.random.default_rng(1).random((60, 32, 32, 3), np.float32)";
const float32Type = 0; // TensorType.FLOAT32 of the schema.

describe.skipIf(!corePython)("quantizing (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "onnx_models.py");

  test("calibrates with the extremes over all samples, not with their moving average", async () => {
    const folder = await stemFedWith(`${RANDOM}; r[0, 0, 0, 0], r[1, 0, 0, 0] = 40, -30`);
    const ranges = await calibrate(folder);
    expect(ranges.get("picture")).toEqual({ min: -30, max: 40 });
  });

  test("ranges of least squared error leave out a few far values, but not of what goes in or out", async () => {
    const folder = await stemFedWith(`${RANDOM}; r[0, 5, 5] = 2`);
    const extremes = await calibrate(folder, "extremes");
    const fitted = await calibrate(folder, "least-squares");
    expect(widestWithin(fitted)).toBeLessThan(0.96 * widestWithin(extremes));
    expect(fitted.get("picture")).toEqual(extremes.get("picture"));
    expect(fitted.get("scores")).toEqual(extremes.get("scores"));
  });

  test("ranges of least squared error are the extremes where all values are alike often", async () => {
    const folder = await stemFedWith(
      "r = np.linspace(0, 1, 60, dtype=np.float32)[:, None, None, None]",
    );
    const extremes = await calibrate(folder, "extremes");
    const fitted = await calibrate(folder, "least-squares");
    expect(widestWithin(fitted)).toBeCloseTo(widestWithin(extremes), 5);
  });

  test("keeps weights of over 256 KiB inside the flatbuffer, with int8 operator versions", async () => {
    const folder = await calibrated("wide");
    const facts = readFacts(corePython, (await quantize(folder, perChannel)).outPath);
    expect(facts.externalBuffers).toBe(0);
    expect(versionsOf(facts, "CONV_2D")).toEqual([3, 3]); // 1 in float, 3 in int8.
  });

  test("quantizes a padded max pool completely", async () => {
    for (const name of ["stem", "stem_signed"]) {
      const folder = await calibrated(name);
      const { result, outPath } = await quantize(folder, perTensor);
      expect(result.floatOperators, name).toEqual([]);
      const facts = readFacts(corePython, outPath);
      expect(facts.types, name).not.toContain(float32Type);
      expect(await sqnrDb(folder, outPath), name).toBeGreaterThan(25);
    }
  });

  test("quantizes depthwise convolutions per channel and per tensor", async () => {
    const folder = await calibrated("depthwise");
    const channels = await quantize(folder, perChannel);
    const tensors = await quantize(folder, perTensor);
    expect(Math.max(...readFacts(corePython, channels.outPath).scales)).toBe(16);
    expect(Math.max(...readFacts(corePython, tensors.outPath).scales)).toBe(1);
    expect(await sqnrDb(folder, channels.outPath)).toBeGreaterThan(25);
    expect(await sqnrDb(folder, tensors.outPath)).toBeGreaterThan(20);
  });

  test("keeps FULLY_CONNECTED per tensor when the rest is per channel", async () => {
    const folder = await calibrated("stem");
    const facts = readFacts(corePython, (await quantize(folder, perChannel)).outPath);
    expect(versionsOf(facts, "FULLY_CONNECTED")).toHaveLength(1);
    expect(facts.scales).toContain(8); // The convolution's eight channels…
    expect(facts.scales).not.toContain(10); // …but not the ten classes.
  });

  test("gives inputs and outputs the types asked for, under the float model's names", async () => {
    const folder = await calibrated("stem");
    for (const type of ["uint8", "int8", "float32"] as const) {
      const { result, outPath } = await quantize(folder, {
        ...perTensor,
        input: type,
        output: type,
      });
      expect(result.inputs).toEqual([{ name: "picture", shape: [1, 32, 32, 3], dtype: type }]);
      expect(result.outputs).toEqual([{ name: "scores", shape: [1, 10], dtype: type }]);
      expect(await sqnrDb(folder, outPath)).toBeGreaterThan(25);
    }
  });

  test("writes the same bytes twice", async () => {
    const folder = await calibrated("depthwise");
    const first = readFileSync((await quantize(folder, perTensor)).outPath);
    const again = await calibrated("depthwise");
    expect(readFileSync((await quantize(again, perTensor)).outPath).equals(first)).toBe(true);
  });

  test("reads files from before TensorFlow 2.4 and float16 weights", async () => {
    const folder = await importModel("depthwise");
    const original = path.join(folder, "float.tflite");
    const aged = path.join(folder, "old.tflite");
    runFixture(corePython, "old_tflite.py", original, aged, "half");
    const params = { source: aged, inputShapes: {}, tflitePath: original };
    const { result } = await channel.call("import_tflite", params, limits);
    expect(result.rewrites.map((rewrite) => rewrite.code)).toEqual([
      "names-made-unique",
      "constants-folded",
    ]);
    const facts = readFacts(corePython, original);
    expect(new Set(facts.names).size).toBe(facts.names.length);
    expect(facts.signatures).toBe(1);
    await makeSamples(folder, { kind: "synthetic", files: [] }, 32);
    await calibrate(folder);
    const quantized = await quantize(folder, perTensor);
    expect(quantized.result.floatOperators).toEqual([]);
    expect(await sqnrDb(folder, quantized.outPath)).toBeGreaterThan(20);
  });

  test("measures the spread between two sets of kernels in steps of the output", async () => {
    const folder = await calibrated("stem");
    const { outPath } = await quantize(folder, perTensor);
    const fast = await run(folder, outPath, "fast", "fast");
    await run(folder, outPath, "reference", "reference");
    const params = {
      firstDir: path.join(folder, "fast"),
      secondDir: path.join(folder, "reference"),
      outputs: fast.outputs,
    };
    const { result } = await channel.call("spread", params, limits);
    expect(result.outputs[0]?.maxLsb).toBeLessThanOrEqual(2);
  });

  test.skipIf(!sharedData)(
    "keeps ResNet8 within 2 points of its accuracy in float (skipped without shared data)",
    async () => {
      const folder = temporaryFolder();
      const source = path.join(sharedData ?? "", "models/mlcommons-tiny/pretrainedResnet.tflite");
      const tflitePath = path.join(folder, "float.tflite");
      await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
      const { calibration, evaluation } = cifar10(sharedData ?? "");
      const files = calibration.map(({ file }) => file);
      await makeSamples(folder, { kind: "images", files }, 200, "input_1");
      await calibrate(folder);
      const { outPath } = await quantize(folder, perTensor);
      const rest = evaluation.map(({ file }) => file);
      await makeSamples(folder, { kind: "images", files: rest }, 1000, "input_1");
      await run(folder, tflitePath, "reference-out", "fast", 1000);
      const { outputs } = await run(folder, outPath, "candidate-out", "fast", 1000);
      const params = {
        referenceDir: path.join(folder, "reference-out"),
        candidateDir: path.join(folder, "candidate-out"),
        candidateOutputs: outputs,
        parts: outputs.map(() => []),
      };
      const { result } = await channel.call("compare", params, limits);
      const labels = evaluation.map(({ label }) => label);
      const scored = await channel.call(
        "score",
        {
          referenceDir: params.referenceDir,
          candidateDir: params.candidateDir,
          outputs: null,
          task: { kind: "classification" },
          samplesDir: path.join(folder, "samples"),
          resize: "stretch",
          labels: { kind: "classes", classes: labels },
        },
        limits,
      );
      const [top1] = scored.result.shares;
      expect((top1?.bothRight ?? 0) / labels.length).toBeGreaterThan(0.7);
      const lost = (top1?.onlyReference ?? 0) - (top1?.onlyCandidate ?? 0);
      expect(Math.abs(lost) / labels.length).toBeLessThan(0.02);
      expect(result.outputs[0]?.top1Agreement).toBeGreaterThan(0.9);
      expect(result.outputs[0]?.sqnrDb).toBeGreaterThan(16);
    },
  );

  /** The model `stem` with the 60 pictures that a line of Python calls `r`. */
  async function stemFedWith(python: string): Promise<string> {
    const folder = await importModel("stem");
    const samples = path.join(folder, "picture.npz");
    const save = "np.savez(sys.argv[1], picture=np.broadcast_to(r, (60, 32, 32, 3)))";
    runPython(`import numpy as np, sys; ${python}; ${save}`, samples);
    await makeSamples(folder, { kind: "arrays", files: [samples] }, 60);
    return folder;
  }

  async function importModel(name: string): Promise<string> {
    const folder = temporaryFolder();
    const source = path.join(models, `${name}.onnx`);
    const tflitePath = path.join(folder, "float.tflite");
    const onnxPath = path.join(folder, "float.onnx");
    await channel.call("import_onnx", { source, inputShapes: {}, tflitePath, onnxPath }, limits);
    return folder;
  }

  async function calibrated(name: string): Promise<string> {
    const folder = await importModel(name);
    await makeSamples(folder, { kind: "synthetic", files: [] }, 32);
    await calibrate(folder);
    return folder;
  }
});

async function makeSamples(
  folder: string,
  source: { kind: "images" | "arrays" | "synthetic"; files: readonly string[] },
  limit: number,
  name = "picture",
): Promise<void> {
  const shape = [...readShape(path.join(folder, "float.tflite"))];
  const inputs = [{ name, shape, dtype: "float32" }];
  const outDir = path.join(folder, "samples");
  const params = { inputs, source, preprocess: null, limit, seed: 1, outDir };
  await channel.call("make_samples", params, limits);
}

function readShape(file: string): readonly number[] {
  return JSON.parse(
    runPython(
      "import sys; from ai_edge_litert.interpreter import Interpreter as I;" +
        "print(I(sys.argv[1]).get_input_details()[0]['shape'].tolist())",
      file,
    ),
  ) as readonly number[];
}

function runPython(code: string, argument: string): string {
  return execFileSync(corePython ?? "python3", ["-c", code, argument], { encoding: "utf8" });
}

async function calibrate(folder: string, ranges: RangeFit = "extremes"): Promise<TensorRanges> {
  const statsPath = path.join(folder, "statistics.json");
  const tflitePath = path.join(folder, "float.tflite");
  const samplesDir = path.join(folder, "samples");
  await channel.call(
    "calibrate",
    { tflitePath, samplesDir, statsPath, inputRanges: [null], ranges },
    limits,
  );
  return await loadTensorRanges(statsPath);
}

/** The width of the widest range between input and output. */
function widestWithin(ranges: TensorRanges): number {
  expect([...ranges.keys()]).toEqual(expect.arrayContaining(["picture", "scores"]));
  const within = [...ranges].filter(([name]) => name !== "picture" && name !== "scores");
  return Math.max(...within.map(([, { min, max }]) => max - min));
}

async function quantize(folder: string, recipe: QuantizeRecipe) {
  const outPath = path.join(folder, `${recipe.weights}-${recipe.input}.tflite`);
  const params = {
    tflitePath: path.join(folder, "float.tflite"),
    statsPath: path.join(folder, "statistics.json"),
    recipe,
    outPath,
  };
  const { result } = await channel.call("quantize", params, limits);
  return { result, outPath };
}

async function run(
  folder: string,
  modelPath: string,
  name: string,
  kernels: "fast" | "reference",
  limit = 32,
) {
  const params = {
    modelPath,
    samplesDir: path.join(folder, "samples"),
    kernels,
    axisOrders: null,
    pixels: null,
    limit,
    outDir: path.join(folder, name),
  };
  return (await channel.call("run", params, limits)).result;
}

async function sqnrDb(folder: string, candidate: string): Promise<number> {
  await run(folder, path.join(folder, "float.tflite"), "reference-out", "fast");
  const { outputs } = await run(folder, candidate, "candidate-out", "fast");
  const params = {
    referenceDir: path.join(folder, "reference-out"),
    candidateDir: path.join(folder, "candidate-out"),
    candidateOutputs: outputs,
    parts: outputs.map(() => []),
  };
  const { result } = await channel.call("compare", params, limits);
  return result.outputs[0]?.sqnrDb ?? Number.NaN;
}

function versionsOf(facts: ReturnType<typeof readFacts>, operator: string): readonly number[] {
  return facts.operators.filter(([name]) => name === operator).map(([, version]) => version);
}

interface LabelledImage {
  readonly file: string;
  readonly label: number;
}

/** Every fifth picture calibrates, the others evaluate. */
function cifar10(data: string): {
  readonly calibration: readonly LabelledImage[];
  readonly evaluation: readonly LabelledImage[];
} {
  const folder = path.join(data, "images/cifar10/train");
  const images = readdirSync(folder)
    .sort()
    .flatMap((name, label) =>
      readdirSync(path.join(folder, name))
        .sort()
        .map((file) => ({ file: path.join(folder, name, file), label })),
    );
  return {
    calibration: images.filter((_, index) => index % 5 === 0),
    evaluation: images.filter((_, index) => index % 5 !== 0),
  };
}
