import path from "node:path";

import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { corePython, runFixture } from "./support.ts";

const worker = path.resolve(import.meta.dirname, "../../worker");
const facts = z.object({
  rounding: z.object({
    alone: z.number(),
    together: z.number(),
    onGrid: z.boolean(),
    independentIsNearest: z.boolean(),
  }),
  bias: z.object({ shift: z.number(), left: z.number(), unchanged: z.boolean() }),
  choice: z.object({
    halfTheNoise: z.boolean(),
    sameNoise: z.boolean(),
    oneOutputLoses: z.boolean(),
    itself: z.boolean(),
  }),
});

describe.skipIf(!corePython)("techniques of the rescue (skipped without DLPU_PYTHON_CORE)", () => {
  let found: z.infer<typeof facts>;
  beforeAll(() => {
    found = facts.parse(JSON.parse(runFixture(corePython, "rescue_techniques.py", worker)));
  });

  test("rounding weights together spares a layer whose inputs move together most of its error", () => {
    expect(found.rounding.together).toBeLessThan(found.rounding.alone / 2);
    expect(found.rounding.onGrid).toBe(true);
  });

  test("rounding weights together is rounding to nearest where inputs are independent", () => {
    expect(found.rounding.independentIsNearest).toBe(true);
  });

  test("bias correction takes back the whole shift of the mean that rounding caused", () => {
    expect(found.bias.shift).toBeGreaterThan(0.1);
    expect(found.bias.left).toBeLessThan(1e-9);
  });

  test("bias correction leaves the bias of a layer whose weights are on their grid", () => {
    expect(found.bias.unchanged).toBe(true);
  });

  test("a candidate with half the noise on every output replaces the plain recipe", () => {
    expect(found.choice.halfTheNoise).toBe(true);
  });

  test("a candidate that is no better, or that gains on one output what it loses on another, does not", () => {
    expect(found.choice).toMatchObject({ sameNoise: false, oneOutputLoses: false, itself: false });
  });
});
