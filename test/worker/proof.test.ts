import path from "node:path";

import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import {
  corePython,
  limits,
  runFixture,
  temporaryFolder,
  useChannel,
  useFixtures,
} from "./support.ts";

const channel = useChannel(corePython);

/** By model and by what went wrong: the difference as a share of what the proof allows. */
const strains = z.record(z.string(), z.record(z.string(), z.number()));

describe.skipIf(!corePython)("the proof of a conversion (skipped without DLPU_PYTHON_CORE)", () => {
  const folder = useFixtures(corePython, "onnx_models.py");
  let found: [model: string, what: string, strain: number][] = [];

  beforeAll(() => {
    const lines = runFixture(corePython, "wrong_conversions.py", folder).trim().split("\n");
    const models = strains.parse(JSON.parse(lines.at(-1) ?? ""));
    found = Object.entries(models).flatMap(([model, ways]) =>
      Object.entries(ways).map(([what, strain]): [string, string, number] => [model, what, strain]),
    );
  }, 600_000); // Forty conversions.

  test("takes each of sixteen right conversions with room to spare", () => {
    const right = found.filter(([, what]) => what === "right");
    expect(right).toHaveLength(16);
    expect(right.filter(([, , strain]) => strain > 0.1)).toEqual([]);
  });

  test.each([
    ["a changed weight", "weight", 15],
    ["a swapped constant", "constant", 5],
    ["a dropped axis", "axis", 4],
  ])("refuses each conversion with %s", (_, way, atLeast) => {
    const wrong = found.filter(([, what]) => what === way);
    expect(wrong.length).toBeGreaterThanOrEqual(atLeast);
    expect(wrong.filter(([, , strain]) => strain < 5)).toEqual([]);
  });
});

const imported = z.object({
  rewrites: z.array(z.object({ code: z.string(), detail: z.string() })),
  failure: z.object({ kind: z.string(), message: z.string(), remedy: z.string() }).nullable(),
});

describe.skipIf(!corePython)("a second way (skipped without DLPU_PYTHON_CORE)", () => {
  const models = useFixtures(corePython, "onnx_models.py");
  const source = path.join(models, "depthwise.onnx");

  /** What an import says whose converter makes its first mistakes. */
  function importWithMistakes(mistakes: number): z.infer<typeof imported> {
    const args = [source, temporaryFolder(), String(mistakes)];
    const lines = runFixture(corePython, "second_ways.py", ...args)
      .trim()
      .split("\n");
    return imported.parse(JSON.parse(lines.at(-1) ?? ""));
  }

  test("is not taken where the first is proved", () => {
    expect(importWithMistakes(0)).toEqual({ rewrites: [], failure: null });
  });

  test("is taken where the first is wrong, and named with the reason", () => {
    const { rewrites, failure } = importWithMistakes(1);
    expect(failure).toBeNull();
    expect(rewrites.map(({ code }) => code)).toEqual(["second-way"]);
    expect(rewrites[0]?.detail).toContain("converted by onnx2tf without onnxslim, for");
  });

  test("that is wrong as well names the first tensor that differs, and where to cut", async () => {
    const { failure } = importWithMistakes(3);
    expect(failure?.kind).toBe("user");
    expect(failure?.message).toContain("the first tensor that differs is scores of Gemm");
    expect(failure?.remedy).toContain('cut: ["flat"]');
    const folder = temporaryFolder();
    const [tflitePath, onnxPath] = [path.join(folder, "m.tflite"), path.join(folder, "m.onnx")];
    const params = { source, inputShapes: {}, cutAt: ["flat"], tflitePath, onnxPath };
    const { result } = await channel.call("import_onnx", params, limits);
    expect(result.outputs.map(({ name }) => name)).toEqual(["flat"]);
  });
});

const probes = z.record(
  z.string(),
  z.array(z.object({ shape: z.array(z.number()), min: z.number(), max: z.number() })),
);

describe.skipIf(!corePython)("probes (skipped without DLPU_PYTHON_CORE)", () => {
  const pictures = useFixtures(corePython, "pictures.py");

  /** The probes of a picture input, with and without declared pixels from -1 to 1. */
  function probe(...files: readonly string[]): z.infer<typeof probes> {
    const paths = files.map((file) => path.join(pictures, file));
    return probes.parse(
      JSON.parse(runFixture(corePython, "probe_values.py", temporaryFolder(), ...paths)),
    );
  }

  test("are calibration pictures, and values of the declared range", () => {
    const { declared } = probe("plain.png", "gray.png");
    expect(declared?.map(({ shape }) => shape)).toEqual(Array(4).fill([1, 3, 16, 24]));
    const gray = 77 / 127.5 - 1;
    expect(declared?.[1]?.min).toBeCloseTo(gray, 6);
    expect(declared?.[1]?.max).toBeCloseTo(gray, 6);
    for (const { min, max } of declared?.slice(2) ?? []) {
      expect(min).toBeCloseTo(-1, 1);
      expect(max).toBeCloseTo(1, 1);
    }
  });

  test("are values from 0 to 1 where nothing is declared", () => {
    for (const { min, max } of probe()["none"] ?? []) {
      expect(min).toBeGreaterThanOrEqual(0);
      expect(max).toBeLessThanOrEqual(1);
    }
  });

  test("do without pictures that cannot be read", () => {
    expect(probe("broken.jpg")["declared"]).toHaveLength(2);
  });
});
