import { join } from "node:path";
import type { Finding } from "../check/finding.ts";
import type { DataConfig, ModelConfig } from "../config/config.ts";
import type { Result as WorkerResult, SampleSource } from "../worker/protocol.ts";
import { calibrationFindings } from "./calibration-findings.ts";
import type { FidelityData } from "./fidelity.ts";
import type { FloatTensor } from "./import-model.ts";
import { pixelRangesOf } from "./pixel-range.ts";
import type { Product } from "./product.ts";
import { runStep } from "./product.ts";
import type { Tools } from "./tools.ts";

/** Prepared inputs on disk: one float array an input, all with the same number of samples. */
export interface Samples {
  readonly folder: string;
  readonly kind: FidelityData["kind"];
  readonly report: WorkerResult<"make_samples">;
  readonly findings: readonly Finding[];
}

/** At most so many samples are used to find ranges; Axis' guides ask for 100 to 200. */
const CALIBRATION_LIMIT = 200;
const EVALUATION_LIMIT = 1_000;
const SYNTHETIC_COUNT = 32;

/** Prepares what the ranges are found on: the calibration data, else seeded synthetic input. */
export async function makeCalibrationSamples(
  model: ModelConfig,
  inputs: readonly FloatTensor[],
  folder: string,
  tools: Tools,
): Promise<Product<Samples>> {
  const data = model.calibration;
  const kind = data === undefined ? "synthetic" : "calibration";
  const made = await makeSamples(model, inputs, data, CALIBRATION_LIMIT, join(folder, kind), tools);
  const ranges = pixelRangesOf(model, inputs);
  const findings = calibrationFindings(model, made.value, ranges);
  return { ...made, value: { folder: join(folder, kind), kind, report: made.value, findings } };
}

/** Prepares the data that judges a file and took no part in making it. */
export async function makeEvaluationSamples(
  model: ModelConfig,
  data: DataConfig,
  inputs: readonly FloatTensor[],
  folder: string,
  tools: Tools,
): Promise<Product<Samples>> {
  const target = join(folder, "evaluation");
  const made = await makeSamples(model, inputs, data, EVALUATION_LIMIT, target, tools);
  return {
    ...made,
    value: { folder: target, kind: "evaluation", report: made.value, findings: [] },
  };
}

async function makeSamples(
  model: ModelConfig,
  inputs: readonly FloatTensor[],
  data: DataConfig | undefined,
  limit: number,
  outDir: string,
  tools: Tools,
): Promise<Product<WorkerResult<"make_samples">>> {
  return await runStep(
    tools,
    {
      name: "samples",
      environment: "core",
      method: "make_samples",
      params: {
        inputs,
        source: sourceOf(data),
        preprocess: model.preprocess,
        limit: data === undefined ? SYNTHETIC_COUNT : limit,
        seed: 0,
        outDir,
      },
      model: model.shownPath,
    },
    ({ count, synthetic }) => [`${count} ${synthetic ? "synthetic samples" : "samples"}`],
  );
}

function sourceOf(data: DataConfig | undefined): SampleSource {
  if (data === undefined) return { kind: "synthetic" };
  const array = data.files.find((file) => /\.np[yz]$/i.test(file));
  return array === undefined
    ? { kind: "images", files: data.files }
    : { kind: "array", file: array };
}
