import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { check } from "../../src/check/check.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { artpec8 } from "../../src/targets/artpec-8/target.ts";
import { sharedData } from "../shared-data.ts";

const models = z.object({
  models: z.array(
    z.object({
      model: z.string(),
      ops: z.array(z.object({ index: z.number(), name: z.string(), supported: z.boolean() })),
      partitions: z.number().nullable(),
    }),
  ),
});
const cases = z.object({
  cases: z.array(z.object({ file: z.string(), ops: z.array(z.tuple([z.string(), z.boolean()])) })),
});
const probes = z.object({
  probes: z.array(z.object({ file: z.string(), op: z.string(), supported: z.boolean() })),
});

describe.skipIf(sharedData === undefined)("ARTPEC-8 against the delegate's own verdicts", () => {
  test("equals the delegate on every operator of 39 real models", () => {
    const truth = models.parse(readTruth("models.json")).models;
    const verdicts = truth.map(({ model, ops }) => ({
      file: model,
      expected: ops.map(({ name, supported }) => `${name} ${unitOf(supported)}`),
    }));
    expect(verdicts).toHaveLength(39);
    expect(verdicts.flatMap(({ file, expected }) => disagreements(file, expected))).toEqual([]);
  });

  test("equals the delegate on 1,124 single-operator files", () => {
    const truth = cases.parse(readTruth("cases.json")).cases;
    const disagreeing = truth.flatMap(({ file, ops }) =>
      disagreements(
        join("ethos-n", "cases", file),
        ops.map(([name, supported]) => `${name} ${unitOf(supported)}`),
      ),
    );
    expect(truth).toHaveLength(1124);
    expect(disagreeing).toEqual([]);
  });

  test("equals the delegate on 86 probes of its conditions", () => {
    const truth = probes.parse(readTruth("probes.json")).probes;
    const disagreeing = truth.flatMap(({ file, op, supported }) =>
      disagreements(join("vx-delegate", "probes", file), [`${op} ${unitOf(supported)}`]),
    );
    expect(truth).toHaveLength(86);
    expect(disagreeing).toEqual([]);
  });

  test("counts the delegate's partitions of the models that load", () => {
    const truth = models.parse(readTruth("models.json")).models;
    const loaded = truth.filter(({ partitions }) => partitions !== null);
    expect(loaded).toHaveLength(38);
    expect(loaded.map(({ model }) => [model, countDlpuPartitions(readModel(model))])).toEqual(
      loaded.map(({ model, partitions }) => [model, partitions]),
    );
  });
});

describe.skipIf(sharedData === undefined)("ARTPEC-8 on models that Axis and Coral ship", () => {
  const axis = join("models", "axis-model-mobilenet_v2_1.0_224_quant.tflite");
  const coral = sharedData === undefined ? [] : listCoralModels(sharedData);

  test.each([axis, ...coral])("finds no error in %s", (file) => {
    const { findings, segments } = check(readModel(file), artpec8, { axisOs: undefined });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(segments).toBe(1);
  });

  test("has a dozen of them to look at", () => {
    expect(coral.length).toBeGreaterThanOrEqual(12);
  });
});

/** Files with uint8 input and only operators that TFLite itself has, as Coral's quantized models are. */
function listCoralModels(root: string): string[] {
  return ["edgetpu", join("models", "google-coral")]
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .filter((file) => file.endsWith(".tflite"))
    .filter((file) => {
      const [main] = readModel(file).subgraphs;
      const customs = main?.operators.flatMap(({ customName = [] }) => customName) ?? [];
      const isDetector = customs.every((name) => name === "TFLite_Detection_PostProcess");
      return isDetector && main?.inputs.every(({ dtype }) => dtype === "uint8");
    });
}

/** Operators on which the placement differs from the verdict; a file that TFLite does not load has no verdicts. */
function disagreements(file: string, expected: readonly string[]): string[] {
  if (expected.length === 0) return [];
  const graph = readModel(file);
  const { operators } = check(graph, artpec8, { axisOs: undefined });
  const placed = operators.map(({ placement, index }) => `${nameAt(graph, index)} ${placement}`);
  expect(placed, file).toHaveLength(expected.length);
  return placed.flatMap((verdict, index) =>
    verdict === expected[index]
      ? []
      : [`${file} #${index}: ${verdict}, delegate: ${expected[index] ?? "?"}`],
  );
}

function countDlpuPartitions(graph: Graph): number | undefined {
  return check(graph, artpec8, { axisOs: undefined }).segments;
}

function nameAt(graph: Graph, index: number): string {
  const operator = graph.subgraphs[0]?.operators[index];
  const { name = "?", customName } = operator ?? {};
  return customName === undefined ? name : `${name}:${customName}`;
}

function unitOf(isSupported: boolean): string {
  return isSupported ? "dlpu" : "cpu";
}

function readTruth(name: string): unknown {
  return JSON.parse(readFileSync(join(sharedData ?? "", "vx-delegate", name), "utf8"));
}

function readModel(file: string): Graph {
  return parseTflite(readFileSync(join(sharedData ?? "", file)), file);
}
