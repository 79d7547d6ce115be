import { join } from "node:path";
import type { FloatTflite } from "../import/import-model.ts";
import type { ModelWork } from "../step/model-work.ts";
import { pixelRangesOf } from "../samples/pixel-range.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { RangeFit } from "../../worker/method-results.ts";
import type { Samples } from "../samples/samples.ts";
import { countOf } from "../../words/numbers.ts";

/** Finds the range of every tensor on the calibration samples; the product is the path of the file that holds them. */
export async function calibrateModel(
  work: ModelWork,
  float: Pick<FloatTflite, "tflitePath" | "inputs">,
  samples: Samples,
  fileName: string,
  ranges: RangeFit,
): Promise<Product<string>> {
  const statsPath = join(work.folder, fileName);
  const { step } = await runStep(
    work,
    {
      name: "quantize",
      environment: "core",
      method: "calibrate",
      params: {
        tflitePath: float.tflitePath,
        samplesDir: samples.folder,
        statsPath,
        inputRanges: pixelRangesOf(work.model, float.inputs),
        ranges,
      },
    },
    (result) => [
      `${FOUND[ranges]} of ${countOf(result.tensors, "tensor")} over ${countOf(result.samples, "sample")}`,
    ],
  );
  return { value: statsPath, step };
}

const FOUND: Readonly<Record<RangeFit, string>> = {
  extremes: "minimum and maximum",
  "least-squares": "ranges of least squared error",
};
