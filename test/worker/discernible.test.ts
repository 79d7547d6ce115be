import path from "node:path";

import { describe, expect, test } from "vitest";

import type { TensorRange } from "../../src/check/tensor-range.ts";
import { loadTensorRanges } from "../../src/pipeline/quantize/tensor-ranges.ts";
import { RECIPES } from "../../src/targets/precision.ts";
import type { MethodParams } from "../../src/worker/method-params.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { corePython, limits, temporaryFolder, useChannel, useFixtures } from "./support.ts";

const channel = useChannel(corePython);
const recipe = RECIPES["int8-per-tensor"];
/** The logits from which on a sigmoid's 8-bit result is 0, and 255/256. */
const SIGMOID = { low: Math.log(0.5 / 255.5), high: Math.log(254.5 / 1.5) };

/** Brightness up to 0.6 gives logits from −20 to −2, and 0.9 one of 7. */
describe.skipIf(!corePython)("ranges before a sigmoid (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "score_models.py");

  test("a score that no calibration picture reaches is not cut off", async () => {
    const folder = await quantize("scores");
    expect(await largestErrorOn(folder, "bright")).toBeLessThan(0.02);
  });

  test("the range of a score's logits ends where its sigmoid does", async () => {
    const range = await rangeOf(await quantize("scores"), "all_logits");
    expect(range?.min).toBeCloseTo(SIGMOID.low, 5);
    expect(range?.max).toBeCloseTo(SIGMOID.high, 5);
  });

  test("logits that are an output as well keep the range of the calibration", async () => {
    const range = await rangeOf(await quantize("both"), "logits");
    expect(range?.min).toBeCloseTo(-20, 3);
    expect(range?.max).toBeCloseTo(-2, 3);
  });

  test("the range before a gate is never widened", async () => {
    const range = await rangeOf(await quantize("gate"), "logits");
    expect(range?.min).toBeCloseTo(-2, 3);
    expect(range?.max).toBeCloseTo(-0.2, 3);
  });

  test("no layer is accused for logits that its sigmoid cannot tell apart", async () => {
    const folder = await quantize("scores");
    const params = {
      ...(await runBoth(folder, "dark")),
      floatPath: path.join(folder, "float.tflite"),
      integerPath: path.join(folder, "integer.tflite"),
      samplesDir: path.join(folder, "dark"),
      limit: 16,
    };
    const { result } = await channel.call("layers", params, limits);
    const before = result.layers.filter(({ name }) => name !== "scores");
    expect(before.length).toBeGreaterThan(1);
    for (const { ownSqnrDb } of before) expect(ownSqnrDb).toBeGreaterThan(30);
    expect(result.worst.map(({ kind }) => kind)).not.toContain("CONV_2D");
  });

  async function quantize(name: string): Promise<string> {
    const folder = temporaryFolder();
    const at = (file: string): string => path.join(folder, file);
    const { result } = await channel.call(
      "import_onnx",
      {
        source: path.join(models, `${name}.onnx`),
        inputShapes: {},
        tflitePath: at("float.tflite"),
        onnxPath: at("static.onnx"),
      },
      limits,
    );
    for (const pictures of ["dark", "bright"]) {
      const source = { kind: "arrays", files: [path.join(models, `${pictures}.npz`)] } as const;
      const { inputs } = result;
      await channel.call(
        "make_samples",
        { inputs, source, preprocess: null, limit: 12, seed: 1, outDir: at(pictures) },
        limits,
      );
    }
    const paths = { tflitePath: at("float.tflite"), statsPath: at("ranges.json") };
    await channel.call(
      "calibrate",
      { ...paths, samplesDir: at("dark"), inputRanges: [{ min: 0, max: 1 }], ranges: "extremes" },
      limits,
    );
    await channel.call("quantize", { ...paths, recipe, outPath: at("integer.tflite") }, limits);
    return folder;
  }

  async function rangeOf(folder: string, tensor: string): Promise<TensorRange | undefined> {
    return (await loadTensorRanges(path.join(folder, "ranges.json"))).get(tensor);
  }

  /** Of all scores; σ(7) is 0.999, and the calibration's largest logit gives 0.12. */
  async function largestErrorOn(folder: string, samples: string): Promise<number | undefined> {
    const { result } = await channel.call("compare", await runBoth(folder, samples), limits);
    return result.outputs[0]?.maxAbsError;
  }

  async function runBoth(folder: string, samples: string): Promise<MethodParams["compare"]> {
    const run = async (model: string, outDir: string): Promise<MethodResult<"run">> => {
      const params = {
        modelPath: path.join(folder, `${model}.tflite`),
        samplesDir: path.join(folder, samples),
        kernels: "fast",
        axisOrders: null,
        pixels: null,
        limit: 12,
        outDir,
      } as const;
      return (await channel.call("run", params, limits)).result;
    };
    const referenceDir = path.join(folder, "reference");
    const candidateDir = path.join(folder, "candidate");
    await run("float", referenceDir);
    const { outputs } = await run("integer", candidateDir);
    return { referenceDir, candidateDir, candidateOutputs: outputs, parts: outputs.map(() => []) };
  }
});
