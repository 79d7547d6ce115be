import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { RECIPES } from "../../src/targets/precision.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import {
  corePython,
  limits,
  runFixture,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);
const worker = path.resolve(import.meta.dirname, "../../worker");
const perTensor = RECIPES["int8-per-tensor"];

describe.skipIf(!corePython)("rescuing (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "uneven_models.py");

  test("brings uneven channels back to what even ones lose, one scale a tensor", async () => {
    const even = await qualityOf(await prepare("even"), "float.tflite");
    const uneven = await prepare("uneven");
    const plain = await qualityOf(uneven, "float.tflite");
    const { techniques } = await rescue(uneven);
    const rescued = await qualityOf(uneven, "rescued.tflite");
    expect(techniques.length).toBeGreaterThan(0);
    expect(plain).toBeLessThan(even - 5);
    expect(rescued).toBeGreaterThan(even - 1);
  });

  test("keeps ReLU6 and the function of the model", async () => {
    const folder = await prepare("uneven6");
    const plain = await qualityOf(folder, "float.tflite");
    await rescue(folder);
    expect(await qualityOf(folder, "rescued.tflite")).toBeGreaterThan(plain + 5);
    expect(await differenceInFloat(folder)).toBeGreaterThan(25);
  });

  test("scales no channel on either side of a sigmoid, which would change the function", async () => {
    const { tried } = await rescue(await prepare("bent"));
    expect(tried.length).toBeGreaterThan(1);
    expect(tried.flatMap(({ techniques }) => techniques)).not.toContainEqual(
      expect.stringContaining("equalization"),
    );
  });

  test("equalization by itself keeps the function, and gives uneven channels what even ones have", async () => {
    const even = await qualityOf(await prepare("even"), "float.tflite");
    const folder = await prepare("uneven");
    const plain = await qualityOf(folder, "float.tflite");
    expect(equalizeAlone(folder)).toBeGreaterThan(1);
    expect(await compare(folder, "equalized.tflite")).toBeGreaterThan(80);
    const equalized = await qualityOf(folder, "equalized.tflite");
    expect(equalized).toBeGreaterThan(plain + 5);
    expect(equalized).toBeGreaterThan(even - 1);
  });

  test("equalization by itself loses nothing where channels are even", async () => {
    const folder = await prepare("even");
    const plain = await qualityOf(folder, "float.tflite");
    equalizeAlone(folder);
    expect(await qualityOf(folder, "equalized.tflite")).toBeGreaterThan(plain - 0.5);
  });

  test("equalization by itself changes no weight where nothing may be scaled", async () => {
    expect(equalizeAlone(await prepare("bent"))).toBe(0);
  });

  test("reports the plain recipe first, and never picks one that measures worse", async () => {
    for (const name of ["even", "uneven", "uneven6"]) {
      const { plain, best, tried } = await rescue(await prepare(name));
      expect(tried[0]).toMatchObject({ techniques: [], ...plain });
      expect(best?.worstSqnrDb ?? 0).toBeGreaterThanOrEqual((plain?.worstSqnrDb ?? 0) - 0.25);
    }
  });

  test("leaves a model as it is when there are too few samples to learn from", async () => {
    const folder = await prepare("uneven", 7);
    const result = await rescue(folder);
    expect(result).toMatchObject({ techniques: [], tried: [], plain: null, best: null });
    expect(readFileSync(path.join(folder, "rescued.tflite"))).toEqual(
      readFileSync(path.join(folder, "float.tflite")),
    );
  });

  test("writes the same bytes from the same samples", async () => {
    const folder = await prepare("uneven");
    await rescue(folder);
    const first = readFileSync(path.join(folder, "rescued.tflite"));
    await rescue(folder);
    expect(readFileSync(path.join(folder, "rescued.tflite")).equals(first)).toBe(true);
  });

  /** The float model, 32 samples to calibrate on and 32 others to judge by. */
  async function prepare(name: string, limit = 32): Promise<string> {
    const folder = temporaryFolder();
    const paths = { tflitePath: path.join(folder, "float.tflite"), onnxPath: `${folder}/m.onnx` };
    const source = path.join(models, `${name}.onnx`);
    await channel.call("import_onnx", { source, inputShapes: {}, ...paths }, limits);
    await makeSamples(folder, "samples", limit, 1);
    await makeSamples(folder, "unseen", 32, 2);
    await calibrate(folder, "float.tflite");
    return folder;
  }
});

async function makeSamples(
  folder: string,
  name: string,
  limit: number,
  seed: number,
): Promise<void> {
  const inputs = [{ name: "picture", shape: [1, 24, 24, 3], dtype: "float32" }];
  const source = { kind: "synthetic", files: [] } as const;
  const outDir = path.join(folder, name);
  const params = { inputs, source, preprocess: null, limit, seed, outDir };
  await channel.call("make_samples", params, limits);
}

/** Writes `equalized.tflite`; by how much any constant changed, as a share of it. */
function equalizeAlone(folder: string): number {
  const files = ["float.tflite", "samples", "equalized.tflite"].map((n) => path.join(folder, n));
  return Number(runFixture(corePython, "equalize_alone.py", worker, ...files));
}

async function calibrate(folder: string, file: string): Promise<string> {
  const statsPath = path.join(folder, `${file}.json`);
  const samplesDir = path.join(folder, "samples");
  const tflitePath = path.join(folder, file);
  const params = {
    tflitePath,
    samplesDir,
    statsPath,
    inputRanges: [null],
    ranges: "extremes",
  } as const;
  await channel.call("calibrate", params, limits);
  return statsPath;
}

async function rescue(folder: string): Promise<MethodResult<"rescue">> {
  const reply = await channel.call(
    "rescue",
    {
      tflitePath: path.join(folder, "float.tflite"),
      statsPath: path.join(folder, "float.tflite.json"),
      samplesDir: path.join(folder, "samples"),
      recipe: perTensor,
      effort: "fast",
      outPath: path.join(folder, "rescued.tflite"),
      exactPath: path.join(folder, "exact.tflite"),
    },
    limits,
  );
  return reply.result;
}

/** SQNR in dB of the integer form of `file` to the given float model, on unseen samples. */
async function qualityOf(folder: string, file: string): Promise<number> {
  const statsPath = await calibrate(folder, file);
  const outPath = path.join(folder, "integer.tflite");
  const tflitePath = path.join(folder, file);
  await channel.call("quantize", { tflitePath, statsPath, recipe: perTensor, outPath }, limits);
  return await compare(folder, "integer.tflite");
}

/** SQNR in dB of the rescued float model to the given one, on unseen samples. */
async function differenceInFloat(folder: string): Promise<number> {
  return await compare(folder, "rescued.tflite");
}

async function compare(folder: string, file: string): Promise<number> {
  await run(folder, "float.tflite", "reference");
  const { outputs } = await run(folder, file, "candidate");
  const params = {
    referenceDir: path.join(folder, "reference"),
    candidateDir: path.join(folder, "candidate"),
    candidateOutputs: outputs,
    parts: outputs.map(() => []),
  };
  const { result } = await channel.call("compare", params, limits);
  return result.outputs[0]?.sqnrDb ?? 0;
}

async function run(folder: string, file: string, out: string): Promise<MethodResult<"run">> {
  const params = {
    modelPath: path.join(folder, file),
    samplesDir: path.join(folder, "unseen"),
    kernels: "fast",
    axisOrders: null,
    pixels: null,
    limit: 100,
    outDir: path.join(folder, out),
  } as const;
  return (await channel.call("run", params, limits)).result;
}
