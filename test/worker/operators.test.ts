import path from "node:path";

import { describe, expect, test } from "vitest";

import { UserError } from "../../src/errors.ts";
import { RECIPES } from "../../src/targets/precision.ts";
import {
  corePython,
  limits,
  readFacts,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);
const float32Type = 0; // TensorType.FLOAT32 of the schema.

/** Every model of `operator_models.py` but those that end in whole numbers or have no integer form. */
const integerModels = [
  ...["abs", "batch", "clip", "depth", "elu", "exp", "l2", "leaky", "log", "log_softmax"],
  ...["greater", "masked", "minimum", "neg", "power", "prelu", "product", "reduce_max", "relu6"],
  ...["reverse", "split_v", "square", "softsign", "sum", "tile", "token", "top", "unpack"],
  ...["chain", "long_chain", "deep_leaky", "two_users", "unpack_some"],
  ...["also_output", "read_outputs"],
  ...["chain-last", "l2-last", "leaky-last", "log_softmax-last", "reduce_max-last"],
  ...["split_v-last", "unpack-last"],
];

describe.skipIf(!corePython)("operators in integer (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "operator_models.py");

  test.each(integerModels)(
    "%s has no float operator and computes as the float model",
    async (name) => {
      const { folder, result } = await quantized(name);
      expect(result.floatOperators).toEqual([]);
      expect(result.finalizer).toBe("litert-converter STATIC");
      expect(readFacts(corePython, path.join(folder, "int8.tflite")).types).not.toContain(
        float32Type,
      );
      expect(await sqnrDb(folder, "fast")).toBeGreaterThan(25);
    },
  );

  test.each(["leaky", "two_users", "l2", "log_softmax", "minimum", "split_v"])(
    "%s computes the same with TensorFlow Lite's reference kernels",
    async (name) => {
      const { folder } = await quantized(name);
      expect(await sqnrDb(folder, "reference")).toBeGreaterThan(25);
    },
  );

  test("a divisor that 8 bits store as zero is refused before the file aborts the runtime", async () => {
    const refused = quantized("self_division");
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow("8 bits store them as zero");
  });

  test("ARG_MAX reads integers and finds the same channel nearly always", async () => {
    const { folder, result } = await quantized("argmax");
    expect(result.floatOperators).toEqual([]);
    const names = readFacts(corePython, path.join(folder, "int8.tflite")).operators;
    expect(names.map(([name]) => name)).not.toContain("DEQUANTIZE");
    expect(await sqnrDb(folder, "fast")).toBeGreaterThan(15);
  });

  test("needs no requantization where values are only moved or picked", async () => {
    for (const name of ["batch", "depth", "reverse", "split_v", "tile", "unpack", "reduce_max"]) {
      const { folder } = await quantized(name);
      const { operators } = readFacts(corePython, path.join(folder, "int8.tflite"));
      const inner = operators.map(([operator]) => operator).slice(1, -1); // uint8 at both ends.
      expect(inner, name).not.toContain("QUANTIZE");
    }
  });

  test("names an operator that has no integer kernel", async () => {
    const { result } = await quantized("floor");
    expect(result.floatOperators).toMatchObject([
      { operator: "FLOOR", reason: "no integer kernel of it can be used" },
    ]);
  });

  async function quantized(name: string) {
    const folder = temporaryFolder();
    const tflitePath = path.join(folder, "float.tflite");
    const source = path.join(models, `${name}.tflite`);
    await channel.call("import_tflite", { source, inputShapes: {}, tflitePath }, limits);
    const samplesDir = path.join(folder, "samples");
    const inputs = [{ name: "picture", shape: [1, 8, 8, 8], dtype: "float32" }];
    const synthetic = { kind: "synthetic", files: [] } as const;
    await channel.call(
      "make_samples",
      { inputs, source: synthetic, preprocess: null, limit: 32, seed: 1, outDir: samplesDir },
      limits,
    );
    const statsPath = path.join(folder, "ranges.json");
    await channel.call(
      "calibrate",
      { tflitePath, samplesDir, statsPath, inputRanges: [null], ranges: "extremes" },
      limits,
    );
    const outPath = path.join(folder, "int8.tflite");
    const recipe = RECIPES["int8-per-tensor"];
    const params = { tflitePath, statsPath, recipe, outPath };
    const { result } = await channel.call("quantize", params, limits);
    return { folder, result };
  }
});

async function sqnrDb(folder: string, kernels: "fast" | "reference"): Promise<number> {
  await run(folder, "float", "fast");
  const { outputs } = await run(folder, "int8", kernels);
  const params = {
    referenceDir: path.join(folder, "float"),
    candidateDir: path.join(folder, "int8"),
    candidateOutputs: outputs,
    parts: outputs.map(() => []),
    labels: null,
  };
  const compared = (await channel.call("compare", params, limits)).result;
  return Math.min(...compared.outputs.map((output) => output.sqnrDb ?? Number.NaN));
}

async function run(folder: string, name: string, kernels: "fast" | "reference") {
  const params = {
    modelPath: path.join(folder, `${name}.tflite`),
    samplesDir: path.join(folder, "samples"),
    kernels,
    axisOrders: null,
    pixels: null,
    limit: 32,
    outDir: path.join(folder, name),
  };
  return (await channel.call("run", params, limits)).result;
}
