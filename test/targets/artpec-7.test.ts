import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../src/check/check.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { artpec7 } from "../../src/targets/artpec-7/target.ts";
import { parameterBytes } from "../../src/targets/artpec-7/parameter-memory.ts";
import { placeOnEdgeTpu } from "../../src/targets/artpec-7/partition.ts";
import { sharedData } from "../shared-data.ts";

const truthSchema = z.object({
  pairs: z.array(
    z.object({
      model: z.string(),
      compiled: z.object({
        parameter_caching_bytes: z.number(),
        streamed_parameter_bytes: z.number(),
      }),
      truth: z.object({ original_ops: z.number(), cpu_op_indices: z.array(z.number()) }),
    }),
  ),
});

const pairs =
  sharedData === undefined
    ? []
    : truthSchema.parse(JSON.parse(readFileSync(inShared("edgetpu", "truth.json"), "utf8"))).pairs;

function inShared(...path: readonly string[]): string {
  return join(sharedData ?? "", ...path);
}

function load(...path: readonly string[]): Graph {
  return parseTflite(readFileSync(inShared(...path)), path.at(-1) ?? "");
}

const withoutData = sharedData === undefined ? " (skipped: no shared data on this machine)" : "";

describe.skipIf(sharedData === undefined)(`ARTPEC-7 placement${withoutData}`, () => {
  it("has the compiler's output for 24 models to compare with", () => {
    expect(pairs).toHaveLength(24);
  });

  it.each(pairs)("of $model is what the Edge TPU compiler did", ({ model, truth }) => {
    const placements = placeOnEdgeTpu(load("edgetpu", model));
    const onCpu = new Set(truth.cpu_op_indices);
    const disagreements = placements
      .filter(({ index, placement }) => (placement === "cpu") !== onCpu.has(index))
      .map(({ index, name, reasons }) => `#${index} ${name} ${reasons.join(" ")}`);
    expect(disagreements).toEqual([]);
    expect(placements).toHaveLength(truth.original_ops);
  });

  it.each(pairs)("of $model foresees no more parameters than compiled", ({ model, compiled }) => {
    const compiledBytes = compiled.parameter_caching_bytes + compiled.streamed_parameter_bytes;
    expect(parameterBytes(load("edgetpu", model))).toBeLessThanOrEqual(compiledBytes);
  });

  it.each(pairs)("of $model gives every operator on the CPU a cause", ({ model }) => {
    const { findings, operators } = check(load("edgetpu", model), artpec7, { axisOs: undefined });
    const found = new Set(findings.map(({ code }) => code));
    for (const { placement, reasons } of operators) {
      expect(reasons.length > 0).toBe(placement === "cpu");
      expect(reasons.filter((code) => !found.has(code))).toEqual([]);
    }
  });
});

describe.skipIf(sharedData === undefined)(`ARTPEC-7 findings${withoutData}`, () => {
  it("have no compiler refusal for a model that the compiler took", () => {
    const refusals = pairs.flatMap(({ model }) =>
      errorsOf(load("edgetpu", model)).filter((code) => code.startsWith("A7-")),
    );
    expect(refusals).toEqual([]);
  });

  it("have no error for Axis' own model and for Coral's image classifiers", () => {
    const classifiers = pairs.filter(({ model }) => model.includes("mobilenet_v"));
    const graphs = [
      load("models", "axis-model-mobilenet_v2_1.0_224_quant.tflite"),
      ...classifiers
        .filter(({ model }) => !model.includes("decoder"))
        .map(({ model }) => load("edgetpu", model)),
    ];
    expect(graphs.length).toBeGreaterThan(6);
    expect(graphs.flatMap(errorsOf)).toEqual([]);
  });

  it("say that nothing of a float model reaches the Edge TPU, and how to change that", () => {
    const graph = load("models", "mlcommons-tiny", "vww_96_float.tflite");
    const { findings, operators } = check(graph, artpec7, { axisOs: undefined });
    expect(operators.every(({ placement }) => placement === "cpu")).toBe(true);
    const finding = findings.find(({ code }) => code === "A7-FILE-006");
    expect(finding?.severity).toBe("error");
    expect(finding?.remedy).toContain("TFLITE_BUILTINS_INT8");
  });

  it("refuse a reshape to a size that the model computes", () => {
    const graph = load(
      "models",
      "ultra-light-face",
      "version-slim-320_without_postprocessing.tflite",
    );
    expect(errorsOf(graph)).toContain("A7-FILE-003");
    expect(placeOnEdgeTpu(graph).every(({ placement }) => placement === "cpu")).toBe(true);
  });
});

function errorsOf(graph: Graph): readonly string[] {
  return check(graph, artpec7, { axisOs: undefined })
    .findings.filter(({ severity }) => severity === "error")
    .map(({ code }) => code);
}
