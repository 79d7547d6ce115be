import { expect, test } from "vitest";
import type { Samples } from "../../src/pipeline/samples/samples.ts";
import { measureLayers } from "../../src/pipeline/verify/layer-errors.ts";
import { asTflite } from "../../src/pipeline/verify/run-model.ts";
import { WorkerChannel } from "../../src/worker/channel.ts";
import { sampleModelConfig } from "../sample-model-config.ts";

const run = {
  folder: "run",
  kernels: "fast",
  report: { samples: 0, inputs: [], outputs: [], secondsPerSample: 0 },
};
const samples = {
  folder: "samples",
  kind: "synthetic",
  sha256: null,
  report: {
    count: 0,
    used: 0,
    synthetic: true,
    images: [],
    undecodable: [],
    duplicates: [],
    constant: [],
    range: { min: 0, max: 0 },
  },
  findings: [],
} satisfies Samples;

/** A worker that ends as soon as it is called. */
async function measureWithDeadWorker(twin: { path: string; equalized: boolean } | null) {
  const channel = new WorkerChannel("false", ".");
  const tools = {
    worker: () => Promise.resolve(channel),
    versions: () => Promise.resolve({}),
    compiler: () => Promise.resolve(undefined),
    limits: { timeoutMs: 10_000, memoryBytes: 2 ** 30 },
    onStep: () => undefined,
  };
  const file = { ...asTflite("a.tflite"), twin };
  const runs = { reference: run, final: run };
  const hashes = { calibrationSha256: null, evaluationSha256: null, labelsSha256: null };
  const work = { model: sampleModelConfig, folder: ".", tools, hashes };
  return await measureLayers(work, file, runs, samples);
}

test("a comparison of layers that breaks off costs no build, and says why", async () => {
  const compared = await measureWithDeadWorker({ path: "float.tflite", equalized: false });
  expect(compared?.value.layers).toBeNull();
  expect(compared?.value.layersNote).toMatch(/\blayers\b/);
  expect(compared?.step.detail).toEqual([
    `not compared layer by layer: ${compared?.value.layersNote ?? ""}`,
  ]);
});

test("a file without a float model has no layers to compare, and no reason to give", async () => {
  expect(await measureWithDeadWorker(null)).toBeUndefined();
});
