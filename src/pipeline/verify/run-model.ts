import type { AxisOrders, Preprocess } from "../../worker/method-params.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { Samples } from "../samples/samples.ts";
import { countOf } from "../../words/numbers.ts";

/** A file that can be run. */
export interface Runnable {
  readonly path: string;
  /** How an `.onnx` orders the axes of the `.tflite` that the samples were made for. */
  readonly axisOrders: AxisOrders | null;
  /** How samples are normalized, where the file wants raw pixels instead; `null` where it wants the samples. */
  readonly pixels: Preprocess | null;
}

/** A `.tflite` takes the samples as they are. */
export function asTflite(path: string): Runnable {
  return { path, axisOrders: null, pixels: null };
}

/** One file's outputs on the samples, on disk. */
export interface Run {
  readonly folder: string;
  readonly kernels: string;
  readonly report: MethodResult<"run">;
}

const NO_LIMIT = 1_000_000;

/** Runs a file over all samples with the fast kernels. */
export async function runFast(
  work: ModelWork,
  file: Runnable,
  samples: Samples,
  outDir: string,
): Promise<Product<Run>> {
  return await runModel(work, file, samples, "fast", NO_LIMIT, outDir);
}

/** Runs a file over at most `limit` samples with one of the kernel sets. */
export async function runModel(
  work: ModelWork,
  { path, axisOrders, pixels }: Runnable,
  samples: Samples,
  kernels: "fast" | "reference",
  limit: number,
  outDir: string,
): Promise<Product<Run>> {
  const shown = kernelsOf(path, kernels);
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "run",
      params: {
        modelPath: path,
        samplesDir: samples.folder,
        kernels,
        axisOrders,
        pixels,
        limit,
        outDir,
      },
    },
    ({ samples: count }) => [`${countOf(count, "sample")} on ${shown}`],
  );
  return { value: { folder: outDir, kernels: shown, report: value }, step };
}

/** What stands in for the accelerator; none of these is known to be it. */
function kernelsOf(path: string, kernels: "fast" | "reference"): string {
  if (path.endsWith(".onnx")) return "ONNX Runtime, float32";
  return kernels === "fast" ? "LiteRT with XNNPACK" : "LiteRT reference kernels";
}
