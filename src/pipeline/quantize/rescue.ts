import { join } from "node:path";
import type { ModelConfig } from "../../config/config.ts";
import { DlpuError } from "../../errors.ts";
import type { Precision } from "../../result/precision.ts";
import { RECIPES } from "../../targets/precision.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { FloatTflite } from "../import/import-model.ts";
import type { FloatTwin } from "../verify/layer-errors.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { Quantization } from "../../result/quantization.ts";
import { calibrateModel } from "./calibrate.ts";
import type { Step } from "../../result/result.ts";
import type { Samples } from "../samples/samples.ts";

/** A float model that is ready for the quantizer, with its ranges and how it came to be. */
export interface Rescued {
  readonly tflitePath: string;
  readonly statsPath: string;
  /** The layers of the integer file are to be compared with this one's. */
  readonly twin: FloatTwin;
  readonly quantization: Quantization;
  readonly steps: readonly Step[];
}

/**
 * Looks for the recipe that loses least at one precision, on calibration samples alone.
 *
 * The plain recipe stays where the search is off, where the samples are synthetic, so that nothing can be learnt from
 * them, and where the search fails: it is a gain, never a condition.
 */
export async function rescueModel(
  work: ModelWork,
  float: FloatTflite,
  statsPath: string,
  samples: Samples,
  precision: Exclude<Precision, "float32">,
): Promise<Rescued> {
  const plain = { tflitePath: float.tflitePath, statsPath };
  const twin = { path: float.tflitePath, equalized: false };
  const outPath = join(work.folder, `rescued-${precision}.tflite`);
  const exactPath = join(work.folder, `equalized-${precision}.tflite`);
  const searched = await search(work, plain, samples, precision, { outPath, exactPath });
  if (typeof searched === "string") {
    return { ...plain, twin, quantization: unsearched(work.model, searched), steps: [] };
  }
  const quantization = quantizationOf(work.model, searched);
  if (quantization.techniques.length === 0) {
    return { ...plain, twin, quantization, steps: [searched.step] };
  }
  const rescued = { ...float, tflitePath: outPath };
  const fileName = `ranges-${precision}.json`;
  const ranges = await calibrateModel(work, rescued, samples, fileName, searched.value.ranges);
  return {
    tflitePath: outPath,
    statsPath: ranges.value,
    twin: { path: exactPath, equalized: quantization.techniques.some(equalizes) },
    quantization,
    steps: [searched.step, ranges.step],
  };
}

/** Scaled channels are the float model's own; rounded weights and corrected biases are the integer file's. */
function equalizes(technique: string): boolean {
  return technique.includes("equalization");
}

type Searched = Product<MethodResult<"rescue">>;

/** What the search found, or why there was none. */
async function search(
  work: ModelWork,
  plain: Pick<Rescued, "tflitePath" | "statsPath">,
  samples: Samples,
  precision: Exclude<Precision, "float32">,
  paths: { readonly outPath: string; readonly exactPath: string },
): Promise<Searched | string> {
  const { effort } = work.model;
  if (effort === "off") return "the search is off";
  if (samples.kind === "synthetic") return "no calibration data to choose by";
  const recipe = RECIPES[precision];
  try {
    return await runStep(
      work,
      {
        name: "quantize",
        environment: "core",
        method: "rescue",
        params: { ...plain, samplesDir: samples.folder, recipe, effort, ...paths },
      },
      describeSearch,
    );
  } catch (error) {
    if (error instanceof DlpuError) return `the search failed: ${error.message}`;
    throw error;
  }
}

function describeSearch({ techniques, plain, best, tried, heldOut }: Searched["value"]): string[] {
  if (plain === null || best === null) return [];
  const on = `on ${heldOut} held-out samples`;
  if (techniques.length === 0) return [`plain: none of ${tried.length - 1} others is better ${on}`];
  const gain = `worst output ${plain.worstSqnrDb.toFixed(1)} → ${best.worstSqnrDb.toFixed(1)} dB`;
  return [`${techniques.join(", ")}: ${gain} ${on}, best of ${tried.length}`];
}

function quantizationOf({ effort }: ModelConfig, { value, step }: Searched): Quantization {
  const { techniques, fitted, heldOut, tried, plain, best } = value;
  const found = { techniques, fitted, heldOut, tried, plain, shipped: best };
  return { origin: "measured", effort, note: noteOn(value), ...found, seconds: step.seconds };
}

/** Why the search ended early; `null` when it went through. */
function noteOn({ best }: Searched["value"]): string | null {
  const why = "too few calibration samples or no layers to learn from, or too large a model";
  return best === null ? why : null;
}

function unsearched({ effort }: ModelConfig, note: string): Quantization {
  return {
    origin: "measured",
    effort,
    note,
    techniques: [],
    fitted: 0,
    heldOut: 0,
    tried: [],
    plain: null,
    shipped: null,
    seconds: 0,
  };
}
