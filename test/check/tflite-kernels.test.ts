import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { TFLITE_KERNEL_RULES } from "../../src/check/tflite-kernels/rules.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { sharedData } from "../shared-data.ts";

const refusal = z.string().nullish();
const models = z.object({
  models: z.array(z.object({ model: z.string(), tflite_error: refusal })),
});
const cases = z.object({
  cases: z.array(z.object({ file: z.string(), tflite_error: refusal, reason: z.string() })),
});
const probes = z.object({
  probes: z.array(z.object({ file: z.string(), tflite_error: refusal })),
});

describe.skipIf(sharedData === undefined)("what TFLite's own kernels refuse", () => {
  test("equals TFLite on 39 real models, custom operators without a kernel apart", () => {
    const truth = models.parse(readTruth("models.json")).models;
    const judged = truth.filter(({ tflite_error: error }) => !error?.includes("custom op"));
    expect(judged).toHaveLength(34);
    expect(judged.flatMap(({ model, tflite_error }) => disagreement(model, tflite_error))).toEqual(
      [],
    );
  });

  test("equals TFLite on 1,124 single-operator files", () => {
    const truth = cases.parse(readTruth("cases.json")).cases;
    const disagreeing = truth.flatMap(({ file, tflite_error: error, reason }) =>
      disagreement(join("ethos-n", "cases", file), error ?? loadError(reason)),
    );
    expect(truth).toHaveLength(1124);
    expect(disagreeing).toEqual([]);
  });

  test("equals TFLite on 86 probes", () => {
    const truth = probes.parse(readTruth("probes.json")).probes;
    const disagreeing = truth.flatMap(({ file, tflite_error }) =>
      disagreement(join("vx-delegate", "probes", file), tflite_error),
    );
    expect(truth).toHaveLength(86);
    expect(disagreeing).toEqual([]);
  });
});

/** The file where rules and TFLite differ on whether it loads, with what each of them said. */
function disagreement(file: string, error: string | null | undefined): string[] {
  const graph = parseTflite(readFileSync(join(sharedData ?? "", file)), file);
  const errors = TFLITE_KERNEL_RULES.filter(({ severity }) => severity === "error");
  const codes = errors.flatMap(({ code, find }) =>
    find(graph, { axisOs: undefined }).map(() => code),
  );
  const isRefused = typeof error === "string";
  if (codes.length > 0 === isRefused) return [];
  return [`${file}: TFLite: ${error ?? "loads"}, rules: ${codes.join(" ") || "none"}`];
}

function loadError(reason: string): string | undefined {
  return reason.startsWith("model did not load") ? reason : undefined;
}

function readTruth(name: string): unknown {
  return JSON.parse(readFileSync(join(sharedData ?? "", "vx-delegate", name), "utf8"));
}
