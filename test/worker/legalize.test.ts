import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import type { RewriteName } from "../../src/result/rewrite.ts";
import { REWRITES } from "../../src/result/rewrite.ts";
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
const KERNELS = [1, 2, 3, 5, 7, 9];
/** In TFLite's schema. */
const INT64 = 4;

interface Case {
  readonly rewrite: RewriteName;
  /** A file built to need it. */
  readonly model: string;
  /** Operators and versions of the rewritten file. */
  readonly becomes: readonly (readonly [string, number])[];
  readonly newest?: Readonly<Record<string, number>>;
  /** Steps by which the reference kernels may differ on other random inputs; none where left out. */
  readonly within?: number;
}

const CASES: readonly Case[] = [
  {
    rewrite: "split-groups",
    model: "grouped",
    becomes: [
      ["SPLIT", 2],
      ["CONV_2D", 3],
      ["CONV_2D", 3],
      ["CONCATENATION", 2],
    ],
  },
  {
    rewrite: "split-groups",
    model: "grouped_depthwise",
    becomes: [["DEPTHWISE_CONV_2D", 3]],
  },
  { rewrite: "first-subgraph", model: "two_functions", becomes: [["CONV_2D", 3]] },
  { rewrite: "lower-versions", model: "new_version", becomes: [["CONV_2D", 3]] },
  {
    rewrite: "float-form",
    model: "exponential",
    newest: { EXP: 1 },
    becomes: [
      ["DEQUANTIZE", 2],
      ["EXP", 1],
      ["QUANTIZE", 1],
    ],
  },
  { rewrite: "channel-gather", model: "gathered", becomes: [["CONV_2D", 3]] },
  { rewrite: "channel-padding", model: "wide_channels", becomes: [["CONV_2D", 3]] },
  { rewrite: "fold-padding", model: "padded_convolution", becomes: [["CONV_2D", 3]] },
  { rewrite: "fold-padding", model: "padded_pool", becomes: [["MAX_POOL_2D", 2]] },
  {
    rewrite: "trim-padding",
    model: "stem_pool",
    becomes: [
      ["PAD", 2],
      ["MAX_POOL_2D", 2],
    ],
  },
  { rewrite: "plain-padding", model: "zero_padding", becomes: [["PAD", 2]] },
  { rewrite: "narrow-indices", model: "wide_gather", becomes: [["GATHER", 2]] },
  {
    rewrite: "narrow-indices",
    model: "best_class",
    becomes: [
      ["CONV_2D", 3],
      ["ARG_MAX", 2],
    ],
  },
  {
    rewrite: "narrow-indices",
    model: "best_class_cast",
    becomes: [
      ["CONV_2D", 3],
      ["ARG_MAX", 2],
      ["RESHAPE", 1],
      ["CAST", 1],
    ],
  },
  { rewrite: "relu-as-quantize", model: "rescaling_relu", becomes: [["QUANTIZE", 2]] },
  {
    rewrite: "average-as-depthwise",
    model: "global_mean",
    within: 1,
    becomes: [
      ["PAD", 2],
      ["DEPTHWISE_CONV_2D", 3],
      ["RESHAPE", 1],
    ],
  },
  {
    rewrite: "average-as-depthwise",
    model: "channels_first_mean",
    within: 1,
    becomes: [
      ["TRANSPOSE", 2],
      ["PAD", 2],
      ["DEPTHWISE_CONV_2D", 3],
      ["RESHAPE", 1],
    ],
  },
  {
    rewrite: "average-as-depthwise",
    model: "large_mean",
    within: 1,
    becomes: [
      ["PAD", 2],
      ["DEPTHWISE_CONV_2D", 3],
      ["PAD", 2],
      ["DEPTHWISE_CONV_2D", 3],
      ["RESHAPE", 1],
    ],
  },
  { rewrite: "square-kernel", model: "dilated", becomes: [["DEPTHWISE_CONV_2D", 3]] },
  {
    rewrite: "square-kernel",
    model: "oblong",
    becomes: [
      ["PAD", 2],
      ["DEPTHWISE_CONV_2D", 3],
    ],
  },
  {
    rewrite: "dense-as-convolution",
    model: "dense_rows",
    becomes: [
      ["RESHAPE", 1],
      ["CONV_2D", 3],
      ["RESHAPE", 1],
    ],
  },
  { rewrite: "zero-bias", model: "dense_without_bias", becomes: [["FULLY_CONNECTED", 4]] },
  {
    rewrite: "byte-edges",
    model: "float_edges",
    becomes: [
      ["QUANTIZE", 2],
      ["CONV_2D", 3],
      ["QUANTIZE", 2],
    ],
  },
  { rewrite: "fixed-shapes", model: "computed_shape", becomes: [["RESHAPE", 1]] },
  {
    rewrite: "fixed-shapes",
    model: "computed_size",
    becomes: [["RESIZE_NEAREST_NEIGHBOR", 2]],
  },
  {
    rewrite: "tile-as-concatenation",
    model: "tiled",
    becomes: [
      ["CONCATENATION", 2],
      ["CONCATENATION", 2],
    ],
  },
  { rewrite: "tie-quantization", model: "loose_scales", becomes: [["MAX_POOL_2D", 2]] },
  {
    rewrite: "stepwise-requantize",
    model: "far_scales",
    becomes: [
      ["QUANTIZE", 2],
      ["QUANTIZE", 2],
    ],
  },
];

describe.skipIf(!corePython)("legalizing (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "integer_models.py");

  test.each(CASES)("$rewrite turns $model into $becomes", async ({ within = 0, ...one }) => {
    const source = path.join(models, `${one.model}.tflite`);
    const { result, outPath } = await legalize(source, one.rewrite, one.newest);
    expect(result.refusal).toBeNull();
    expect(result.proof?.maxSteps).toBeLessThanOrEqual(within);
    const facts = readFacts(corePython, outPath);
    expect(facts.operators).toEqual(one.becomes);
    expect([facts.inputs, facts.outputs]).toEqual([["x"], ["y"]]);
    const steps = Number(runFixture(corePython, "compare_files.py", source, outPath));
    expect(steps).toBeLessThanOrEqual(within);
  });

  test("every rewrite but the file's own layout leaves a file alone that needs none", async () => {
    const source = path.join(models, "plain.tflite");
    for (const name of Object.keys(REWRITES) as RewriteName[]) {
      if (name === "inline-buffers") continue;
      const { result, outPath } = await legalize(source, name);
      expect(result.changed, name).toEqual([]);
      expect(existsSync(outPath), name).toBe(false);
    }
  });

  test("inline-buffers moves constants that stand behind the flatbuffer into it", async () => {
    const source = path.join(models, "data_behind.tflite");
    expect(readFacts(corePython, source).externalBuffers).toBe(2);
    const { result, outPath } = await legalize(source, "inline-buffers");
    expect(result).toMatchObject({ refusal: null, proof: { maxSteps: 0 } });
    expect(readFacts(corePython, outPath).externalBuffers).toBe(0);
    expect(Number(runFixture(corePython, "compare_files.py", source, outPath))).toBe(0);
  });

  test.each(["main_second", "branching"])(
    "keeps the subgraphs of %s, which holds a function that is called or meant",
    async (name) => {
      const source = path.join(models, `${name}.tflite`);
      const { result } = await legalize(source, "first-subgraph");
      expect(result).toMatchObject({ changed: [], refusal: null });
    },
  );

  test("says that it rewrites no file with several subgraphs", async () => {
    const source = path.join(models, "branching.tflite");
    const { result, outPath } = await legalize(source, "fold-padding");
    expect(result).toMatchObject({ changed: [], proof: null });
    expect(result.refusal).toBe("the file has 2 subgraphs, and only files with one are rewritten");
    expect(existsSync(outPath)).toBe(false);
  });

  test.each(["wide_gather", "best_class", "best_class_cast"])(
    "narrow-indices leaves no int64 in %s",
    async (name) => {
      const { outPath } = await legalize(path.join(models, `${name}.tflite`), "narrow-indices");
      expect(readFacts(corePython, outPath).types).not.toContain(INT64);
    },
  );

  test("keeps the int64 of indices that an operator computes with", async () => {
    const source = path.join(models, "best_class_compared.tflite");
    const { outPath } = await legalize(source, "narrow-indices");
    expect(readFacts(corePython, outPath).types.filter((type) => type === INT64)).toHaveLength(2);
  });

  test("keeps padding that SAME would put on the other side", async () => {
    const source = path.join(models, "shifted_convolution.tflite");
    expect((await legalize(source, "fold-padding")).result.changed).toEqual([]);
  });

  test("lowers no version that the runtime knows", async () => {
    const source = path.join(models, "new_version.tflite");
    const { result } = await legalize(source, "lower-versions", { CONV_2D: 6 });
    expect(result.changed).toEqual([]);
  });

  test("changes no operator outside of those asked for", async () => {
    const source = path.join(models, "grouped.tflite");
    expect((await legalize(source, "split-groups", {}, [])).result.changed).toEqual([]);
    expect((await legalize(source, "split-groups", {}, [0])).result.changed).toHaveLength(1);
  });

  test("leaves an average alone that no kernel of the target covers", async () => {
    const source = path.join(models, "global_mean.tflite");
    const { result } = await legalize(source, "average-as-depthwise", {}, null, [1, 3]);
    expect(result.changed).toEqual([]);
  });

  test("refuses a rewrite whose rounding the rest of the network blows up", async () => {
    const source = path.join(models, "amplified_average.tflite");
    const { result, outPath } = await legalize(source, "average-as-depthwise");
    expect(result.changed).toHaveLength(1);
    expect(result.refusal).toMatch(/^outputs differ by 60 quantization steps, /);
    expect(existsSync(outPath)).toBe(false);
  });

  test("writes the same bytes twice", async () => {
    const source = path.join(models, "grouped.tflite");
    const files = [await legalize(source, "split-groups"), await legalize(source, "split-groups")];
    const [first, second] = files.map(({ outPath }) => readFileSync(outPath));
    expect(second && first?.equals(second)).toBe(true);
  });
});

async function legalize(
  tflitePath: string,
  rewrite: RewriteName,
  newest: Readonly<Record<string, number>> = {},
  operators: readonly number[] | null = null,
  kernels: readonly number[] = KERNELS,
) {
  const folder = temporaryFolder();
  const outPath = path.join(folder, "out.tflite");
  const params = { tflitePath, rewrite, operators, newest, kernels, samplesDir: folder, outPath };
  const { result } = await channel.call("legalize", params, limits);
  return { result, outPath };
}
