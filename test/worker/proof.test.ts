import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { corePython, runFixture, useFixtures } from "./support.ts";

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
  });

  test("takes each of thirteen right conversions with room to spare", () => {
    const right = found.filter(([, what]) => what === "right");
    expect(right).toHaveLength(13);
    expect(right.filter(([, , strain]) => strain > 0.1)).toEqual([]);
  });

  test.each([
    ["a changed weight", "weight", 12],
    ["a swapped constant", "constant", 5],
    ["a dropped axis", "axis", 4],
  ])("refuses each conversion with %s", (_, way, atLeast) => {
    const wrong = found.filter(([, what]) => what === way);
    expect(wrong.length).toBeGreaterThanOrEqual(atLeast);
    expect(wrong.filter(([, , strain]) => strain < 5)).toEqual([]);
  });
});
