import { join } from "node:path";
import type { Finding } from "../check/finding.ts";
import type { DataConfig, ModelConfig } from "../config/config.ts";
import type { MethodParams, MethodResult, Preprocess } from "../worker/protocol.ts";
import { calibrationFindings } from "./calibration-findings.ts";
import type { FidelityData } from "./fidelity.ts";
import { sha256Files } from "../io/hash.ts";
import type { FloatTensor } from "./float-tensor.ts";
import { pixelRangesOf } from "./pixel-range.ts";
import type { Product } from "./product.ts";
import { runStep } from "./product.ts";
import type { Tools } from "./tools.ts";

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
  const sha256 = data === undefined ? null : await sha256Files(data.files);
  return {
    ...made,
    value: { folder: join(folder, kind), kind, sha256, report: made.value, findings },
  };
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
  const sha256 = await sha256Files(data.files);
  return {
    ...made,
    value: { folder: target, kind: "evaluation", sha256, report: made.value, findings: [] },
  };
}

/** The preprocessing as the worker takes it. */
export function workerPreprocess({ preprocess }: ModelConfig): Preprocess {
  return { ...preprocess, pad: LETTERBOX_PIXEL };
}

async function makeSamples(
  model: ModelConfig,
  inputs: readonly FloatTensor[],
  data: DataConfig | undefined,
  limit: number,
  outDir: string,
  tools: Tools,
): Promise<Product<MethodResult<"make_samples">>> {
  return await runStep(
    tools,
    {
      name: "samples",
      environment: "core",
      method: "make_samples",
      params: {
        inputs,
        source: sourceOf(data),
        preprocess: workerPreprocess(model),
        limit: data === undefined ? SYNTHETIC_COUNT : limit,
        seed: 0,
        outDir,
      },
      model: model.shownPath,
    },
    ({ used, synthetic }) => [`${used} ${synthetic ? "synthetic samples" : "samples"}`],
  );
}

function sourceOf(data: DataConfig | undefined): MethodParams["make_samples"]["source"] {
  if (data === undefined) return { kind: "synthetic", files: [] };
  const arrays = data.files.filter((file) => /\.np[yz]$/i.test(file));
  return arrays.length === 0
    ? { kind: "images", files: data.files }
    : { kind: "arrays", files: arrays };
}
