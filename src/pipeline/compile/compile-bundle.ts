import { join } from "node:path";
import type { ModelConfig } from "../../config/config.ts";
import type { Contract } from "../../result/contract.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Runnable } from "../verify/run-model.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import { CALIBRATION_LIMIT, workerPreprocess } from "../samples/samples.ts";

/**
 * The same ONNX for raw pixels: a compiler that calibrates on picture files feeds them as they are, so the declared
 * normalization becomes part of the graph.
 */
export async function takePixels(work: ModelWork, onnx: Runnable): Promise<Product<Runnable>> {
  const outPath = join(work.folder, "pixels.onnx");
  const preprocess = workerPreprocess(work.model);
  const { step } = await runStep(
    work,
    {
      name: "legalize",
      environment: "core",
      method: "take_pixels",
      params: { onnxPath: onnx.path, preprocess, outPath },
    },
    ({ rewrites }) => rewrites.map(({ detail }) => detail),
  );
  return { value: { ...onnx, path: outPath, pixels: preprocess }, step };
}

/** Whether the declared preprocessing does more than hand pixels on. */
export function normalizes({ preprocess, preprocessDeclared }: ModelConfig): boolean {
  const { mean, std } = preprocess;
  return (
    preprocessDeclared && (mean.some((value) => value !== 0) || std.some((value) => value !== 1))
  );
}

/** The calibration images as `.jpg` files at the size of the model's first input; none where there are no images. */
export async function exportImages(
  work: ModelWork,
  contract: Contract,
): Promise<readonly string[]> {
  const [, , height, width] = contract.inputs[0]?.shape ?? [];
  const files = (work.model.calibration?.files ?? []).filter((file) => !/\.np[yz]$/i.test(file));
  if (files.length === 0 || height === undefined || width === undefined) return [];
  const outDir = join(work.folder, "images");
  const { value } = await runStep(
    work,
    {
      name: "samples",
      environment: "core",
      method: "export_images",
      params: {
        files,
        width,
        height,
        preprocess: workerPreprocess(work.model),
        limit: CALIBRATION_LIMIT,
        outDir,
      },
    },
    () => [],
  );
  return value.files.map((name) => join(outDir, name));
}
