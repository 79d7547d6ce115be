import { join } from "node:path";
import { calibrateModel } from "../quantize/calibrate.ts";
import type { FloatTensor } from "../import/float-tensor.ts";
import type { FloatTflite } from "../import/import-model.ts";
import type { ModelSource } from "../import/load-source.ts";
import type { ModelWork } from "../step/model-work.ts";
import { once } from "../step/once.ts";
import type { Product } from "../step/run-step.ts";
import type { Run } from "../verify/run-model.ts";
import { asTflite, runFast } from "../verify/run-model.ts";
import type { Samples } from "../samples/samples.ts";
import { makeCalibrationSamples, makeEvaluationSamples } from "../samples/samples.ts";

/** What the files of one model are made from and judged by; each is made once, when it is first asked for. */
export interface Materials {
  readonly imported: () => Promise<Product<FloatTflite>>;
  /** The samples that ranges and recipes are found on. */
  readonly calibration: () => Promise<Product<Samples>>;
  /** The path of the float model's tensor ranges. */
  readonly ranges: () => Promise<Product<string>>;
  /** Evaluation data where there is some, else the calibration samples. */
  readonly evaluation: () => Promise<Product<Samples>>;
  /** The float model's outputs, which every final file is compared with; none for a file that came quantized. */
  readonly reference: () => Promise<Product<Run> | undefined>;
}

/** Prepares what a model's files need; nothing runs before it is asked for. */
export function prepareMaterials(
  work: ModelWork,
  source: ModelSource,
  importFloat: Materials["imported"],
): Materials {
  const imported = once(importFloat);
  const inputs = once(async () => source.givenInputs ?? (await imported()).value.inputs);
  const calibration = once(async () => makeCalibrationSamples(work, await inputs()));
  const ranges = once(async () => {
    const samples = (await calibration()).value;
    return await calibrateModel(work, (await imported()).value, samples, "ranges.json", "extremes");
  });
  const evaluation = once(() => makeEvaluation(work, inputs, calibration));
  const reference = once(async () => {
    if (source.kind === "tflite-integer") return undefined;
    const file = asTflite((await imported()).value.tflitePath);
    return await runFast(work, file, (await evaluation()).value, join(work.folder, "run-float"));
  });
  return { imported, calibration, ranges, evaluation, reference };
}

async function makeEvaluation(
  work: ModelWork,
  inputs: () => Promise<readonly FloatTensor[]>,
  calibration: Materials["calibration"],
): Promise<Product<Samples>> {
  const data = work.model.evaluation;
  if (data === undefined) return await calibration();
  return await makeEvaluationSamples(work, data, await inputs());
}
