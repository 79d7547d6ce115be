import path from "node:path";

import { describe, expect, test } from "vitest";

import { RECIPES } from "../../src/targets/precision.ts";
import type { Preprocess } from "../../src/worker/method-params.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { corePython, limits, temporaryFolder, useChannel, useFixtures } from "./support.ts";

type Compared = MethodResult<"layers">;

const channel = useChannel(corePython);

describe.skipIf(!corePython)("layer errors (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "layer_models.py");

  test("finds every operator of the integer file in the float model", async () => {
    const { matched, of, samples, layers } = await compareLayers("well");
    expect({ matched, of, samples }).toEqual({ matched: 5, of: 5, samples: 16 });
    expect(layers.map(({ operator }) => operator)).toEqual([1, 2, 3]);
  });

  test("accuses no layer of a model whose channels are alike", async () => {
    const { layers, worst } = await compareLayers("well");
    expect(worst).toEqual([]);
    for (const { ownSqnrDb } of layers) expect(ownSqnrDb).toBeGreaterThan(33);
  });

  test("keeps the error of a layer apart from what reaches it from the layers before", async () => {
    const { layers } = await compareLayers("loud");
    const head = layers.at(-1);
    expect(head?.ownSqnrDb).toBeGreaterThan(33);
    expect(head?.sqnrDb).toBeLessThan(20);
  });

  test("names one channel with weights a hundred times the others' as the cause", async () => {
    const { worst } = await compareLayers("loud");
    expect(worst.map(({ operator, kind, cause }) => ({ operator, kind, cause }))).toContainEqual({
      operator: 2,
      kind: "DEPTHWISE_CONV_2D",
      cause: "weight range",
    });
    const { weightRange } = worst.find(({ operator }) => operator === 2) ?? {};
    expect(weightRange).toMatchObject({ channel: 5, oneScale: true });
    expect((weightRange?.largest ?? 0) / (weightRange?.median ?? 1)).toBeGreaterThan(30);
  });

  test("accuses that layer no more with a scale a channel", async () => {
    const { worst } = await compareLayers("loud", { precision: "int8-per-channel" });
    expect(worst.map(({ cause }) => cause)).not.toContain("weight range");
  });

  test("calls a layer saturated whose values are beyond the range of the calibration", async () => {
    const { worst, layers } = await compareLayers("well", { brightness: 10 });
    expect(worst.map(({ cause }) => cause)).toContain("saturation");
    expect(layers.at(-1)?.saturation).toBeGreaterThan(0.1);
  });

  test("counts channels that never change, and does not blame them", async () => {
    const { layers, worst } = await compareLayers("dead");
    expect(layers.find(({ operator }) => operator === 2)?.deadChannels).toBe(3);
    expect(worst).toEqual([]);
  });

  test("keeps the bias of a channel whose weights are next to nothing", async () => {
    const { layers, worst } = await compareLayers("unused", { precision: "int8-per-channel" });
    expect(worst).toEqual([]);
    expect(layers.at(-1)?.sqnrDb).toBeGreaterThan(30);
  });

  test("draws the float output against the final one, on the diagonal where they agree", async () => {
    const { scatters } = await compareLayers("well");
    const [scatter] = scatters;
    const rows = scatter?.rows ?? [];
    expect(scatter?.output).toBe("head");
    expect(rows).toHaveLength(32);
    const cells = rows.flatMap((row, fromTop) =>
      [...row].flatMap((digit, column) => (digit === "0" ? [] : [31 - fromTop - column])),
    );
    expect(cells.length).toBeGreaterThan(30);
    expect(Math.max(...cells.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  interface Options {
    readonly precision?: "int8-per-tensor" | "int8-per-channel";
    /** Of the pictures to compare on, against those to calibrate on. */
    readonly brightness?: number;
  }

  const compared = new Map<string, Promise<Compared>>();

  /** Each model is built and compared once for all tests. */
  async function compareLayers(name: string, options: Options = {}): Promise<Compared> {
    const key = JSON.stringify([name, options]);
    const found = compared.get(key) ?? buildAndCompare(name, options);
    compared.set(key, found);
    return await found;
  }

  async function buildAndCompare(
    name: string,
    { precision = "int8-per-tensor", brightness = 1 }: Options,
  ): Promise<Compared> {
    const folder = temporaryFolder();
    const within = (file: string) => path.join(folder, file);
    const tflitePath = within("float.tflite");
    const source = path.join(models, `${name}.onnx`);
    const importing = { source, inputShapes: {}, tflitePath, onnxPath: within("m.onnx") };
    await channel.call("import_onnx", importing, limits);
    await makeSamples(within("calibration"), 1, 1);
    await makeSamples(within("unseen"), 2, brightness);
    const [samplesDir, statsPath] = [within("unseen"), within("ranges.json")];
    const calibrating = {
      tflitePath,
      statsPath,
      inputRanges: [{ min: 0, max: brightness }],
      ranges: "extremes",
    } as const;
    await channel.call("calibrate", { ...calibrating, samplesDir: within("calibration") }, limits);
    const [recipe, outPath] = [RECIPES[precision], within("integer.tflite")];
    await channel.call("quantize", { tflitePath, statsPath, recipe, outPath }, limits);
    await run(tflitePath, samplesDir, within("reference"));
    const { outputs } = await run(outPath, samplesDir, within("candidate"));
    const comparing = {
      floatPath: tflitePath,
      integerPath: outPath,
      samplesDir,
      limit: 16,
      referenceDir: within("reference"),
      candidateDir: within("candidate"),
      candidateOutputs: outputs,
    };
    return (await channel.call("layers", comparing, limits)).result;
  }
});

async function makeSamples(outDir: string, seed: number, brightness: number): Promise<void> {
  const inputs = [{ name: "picture", shape: [1, 24, 24, 3], dtype: "float32" }];
  const source = { kind: "synthetic", files: [] } as const;
  const preprocess: Preprocess = {
    resize: "none",
    color: "rgb",
    mean: [0],
    std: [255 / brightness],
    layout: "nhwc",
    pad: 0,
  };
  const params = { inputs, source, preprocess, limit: 32, seed, outDir };
  await channel.call("make_samples", params, limits);
}

async function run(
  modelPath: string,
  samplesDir: string,
  outDir: string,
): Promise<MethodResult<"run">> {
  const how = { kernels: "fast", axisOrders: null, pixels: null, limit: 100 } as const;
  const reply = await channel.call("run", { modelPath, samplesDir, outDir, ...how }, limits);
  return reply.result;
}
