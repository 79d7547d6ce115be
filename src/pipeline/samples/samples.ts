import { join } from "node:path";
import type { Finding } from "../../result/finding.ts";
import type { DataConfig, ModelConfig } from "../../config/config.ts";
import { isArrayFile } from "../../config/discover.ts";
import type { MethodParams, Preprocess } from "../../worker/method-params.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import { calibrationFindings } from "./calibration-findings.ts";
import type { FidelityData } from "../../result/fidelity.ts";
import type { FloatTensor } from "../import/float-tensor.ts";
import type { ModelWork } from "../step/model-work.ts";
import { pixelRangesOf } from "./pixel-range.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import { countOf } from "../../words/numbers.ts";

/** Prepared inputs on disk: one float array an input, all with the same number of samples. */
export interface Samples {
  readonly folder: string;
  readonly kind: FidelityData["kind"];
  /** Over the data's files; `null` for synthetic data. */
  readonly sha256: string | null;
  readonly report: MethodResult<"make_samples">;
  readonly findings: readonly Finding[];
}

/** At most so many samples are used to find ranges; Axis' guides ask for 100 to 200. */
export const CALIBRATION_LIMIT = 200;
const EVALUATION_LIMIT = 1_000;
const SYNTHETIC_COUNT = 32;
/** Mid-grey bars, as the common detectors are trained with. */
const LETTERBOX_PIXEL = 114;

/** Prepares what the ranges are found on: the calibration data, else seeded synthetic input. */
export async function makeCalibrationSamples(
  work: ModelWork,
  inputs: readonly FloatTensor[],
): Promise<Product<Samples>> {
  const data = work.model.calibration;
  const kind = data === undefined ? "synthetic" : "calibration";
  const folder = join(work.folder, kind);
  const made = await makeSamples(work, inputs, data, CALIBRATION_LIMIT, folder);
  const ranges = pixelRangesOf(work.model, inputs);
  const findings = calibrationFindings(work.model, made.value, ranges);
  const sha256 = work.hashes.calibrationSha256;
  return { ...made, value: { folder, kind, sha256, report: made.value, findings } };
}

/** Prepares the data that judges a file and took no part in making it. */
export async function makeEvaluationSamples(
  work: ModelWork,
  data: DataConfig,
  inputs: readonly FloatTensor[],
): Promise<Product<Samples>> {
  const folder = join(work.folder, "evaluation");
  const made = await makeSamples(work, inputs, data, EVALUATION_LIMIT, folder);
  const sha256 = work.hashes.evaluationSha256;
  return {
    ...made,
    value: { folder, kind: "evaluation", sha256, report: made.value, findings: [] },
  };
}

/** The preprocessing as the worker takes it. */
export function workerPreprocess({ preprocess }: ModelConfig): Preprocess {
  return { ...preprocess, pad: LETTERBOX_PIXEL };
}

async function makeSamples(
  work: ModelWork,
  inputs: readonly FloatTensor[],
  data: DataConfig | undefined,
  limit: number,
  outDir: string,
): Promise<Product<MethodResult<"make_samples">>> {
  return await runStep(
    work,
    {
      name: "samples",
      environment: "core",
      method: "make_samples",
      params: {
        inputs,
        source: sourceOf(data),
        preprocess: workerPreprocess(work.model),
        limit: data === undefined ? SYNTHETIC_COUNT : limit,
        seed: 0,
        outDir,
      },
    },
    ({ used, synthetic }) => [countOf(used, synthetic ? "synthetic sample" : "sample")],
  );
}

function sourceOf(data: DataConfig | undefined): MethodParams["make_samples"]["source"] {
  if (data === undefined) return { kind: "synthetic", files: [] };
  const arrays = data.files.filter(isArrayFile);
  return arrays.length === 0
    ? { kind: "images", files: data.files }
    : { kind: "arrays", files: arrays };
}
