import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { check } from "../../src/check/check.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { artpec9 } from "../../src/targets/artpec-9/target.ts";
import { sharedData } from "../shared-data.ts";

const sweep = z.object({
  cases: z.array(
    z.object({
      file: z.string(),
      op: z.string(),
      level: z.enum(["Supported", "EstimateOnly", "Unsupported"]),
      compiles: z.boolean().nullable(),
      reason: z.string(),
    }),
  ),
});
const models = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      partitions: z.union([z.number(), z.array(z.unknown()).transform((list) => list.length)]),
      ops: z.array(
        z.object({ index: z.number(), name: z.string(), level: z.string(), reason: z.string() }),
      ),
    }),
  ),
});

describe.skipIf(sharedData === undefined)("ARTPEC-9 against Arm's Ethos-N library", () => {
  test("equals the library and its compiler on 1,124 single-operator files", () => {
    const { cases } = sweep.parse(readTruth("sweep.json"));
    const disagreeing = cases.flatMap(({ file, op, level, compiles, reason }) => {
      const expected = level === "Supported" && compiles !== false ? "dlpu" : "cpu";
      const placed = placementsOf(join("ethos-n", "cases", file)).at(-1);
      return placed?.placement === expected
        ? []
        : [`${op} ${file}: ${expected} expected (${reason}), ${describePlacement(placed)}`];
    });
    expect(cases).toHaveLength(1124);
    expect(disagreeing).toEqual([]);
  });

  test("equals the library on every operator of 37 real models", () => {
    const truth = models.parse(readTruth("models.json")).models;
    const disagreeing = truth.flatMap(({ model, ops }) => {
      const placed = placementsOf(model);
      return ops.flatMap(({ index, name, level, reason }) => {
        const expected = level === "Supported" ? "dlpu" : "cpu";
        return placed[index]?.placement === expected
          ? []
          : [
              `${name} #${index} of ${model}: ${expected} expected (${reason}), ${describePlacement(placed[index])}`,
            ];
      });
    });
    expect(truth).toHaveLength(37);
    expect(disagreeing).toEqual([]);
  });

  test("divides 37 real models into as many segments as the library", () => {
    const truth = models.parse(readTruth("models.json")).models;
    const counted = truth.map(({ model }) => ({ model, segments: segmentsOf(model) }));
    expect(counted).toEqual(truth.map(({ model, partitions: segments }) => ({ model, segments })));
  });

  test("has no error for the model that Axis ships", () => {
    expect(findings("models/axis-model-mobilenet_v2_1.0_224_quant.tflite", ["error"])).toEqual([]);
  });

  test("leaves of Coral's MobileNetV2 what the library leaves: MEAN with two quantizations, SOFTMAX", () => {
    const file = "models/google-coral/tf2_mobilenet_v2_1.0_224_ptq.tflite";
    expect(findings(file, ["error", "warning"])).toEqual([
      "A9-REQUANT-001 MEAN",
      "AX-OP-900 SOFTMAX",
    ]);
  });

  test("judges damaged files without failing", () => {
    const files = sweep.parse(readTruth("sweep.json")).cases.map(({ file }) => file);
    const judged = files.filter((file, seed) => isJudged(join("ethos-n", "cases", file), seed + 1));
    expect(judged.length).toBeGreaterThan(files.length / 4);
  });
});

function findings(file: string, severities: readonly string[]): string[] {
  return check(loadGraph(file), artpec9, { axisOs: "12.11" })
    .findings.filter(({ severity }) => severities.includes(severity))
    .map(({ code, subject }) => `${code} ${subject.name ?? ""}`);
}

/** Whether the file still parses with two bytes overwritten; checking it must then not throw. */
function isJudged(file: string, seed: number): boolean {
  const bytes = new Uint8Array(readFileSync(join(sharedData ?? "", file)));
  let state = seed;
  for (let change = 0; change < 2; change += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[state % bytes.length] = state >>> 8;
  }
  const graph = parseIfPossible(bytes, file);
  if (graph === undefined) return false;
  check(graph, artpec9, { axisOs: undefined });
  return true;
}

function parseIfPossible(bytes: Uint8Array, file: string): Graph | undefined {
  try {
    return parseTflite(bytes, file);
  } catch (error) {
    if (error instanceof ModelParseError) return undefined;
    throw error;
  }
}

function placementsOf(file: string): ReturnType<typeof check>["operators"] {
  return check(loadGraph(file), artpec9, { axisOs: undefined }).operators;
}

function segmentsOf(file: string): number | undefined {
  return check(loadGraph(file), artpec9, { axisOs: undefined }).segments;
}

function describePlacement(placed: ReturnType<typeof placementsOf>[number] | undefined): string {
  return placed === undefined
    ? "not placed"
    : `${placed.placement} placed (${placed.reasons.join(", ")})`;
}

function loadGraph(file: string): Graph {
  return parseTflite(new Uint8Array(readFileSync(join(sharedData ?? "", file))), file);
}

function readTruth(file: string): unknown {
  return JSON.parse(readFileSync(join(sharedData ?? "", "ethos-n", file), "utf8"));
}
