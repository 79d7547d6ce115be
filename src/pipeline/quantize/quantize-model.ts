import { join } from "node:path";
import type { Precision } from "../../result/precision.ts";
import { RECIPES } from "../../targets/precision.ts";
import type { Finding } from "../../result/finding.ts";
import { floatOperatorFindings } from "./float-operator-findings.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import type { Rescued } from "./rescue.ts";

/** A full-integer file, with what the quantizer could not make integer. */
export interface QuantizedModel {
  readonly path: string;
  readonly findings: readonly Finding[];
}

/** Makes the file of one integer precision; once for all targets that want it. */
export async function quantizeModel(
  work: ModelWork,
  { tflitePath, statsPath }: Pick<Rescued, "tflitePath" | "statsPath">,
  precision: Exclude<Precision, "float32">,
): Promise<Product<QuantizedModel>> {
  const outPath = join(work.folder, `${precision}.tflite`);
  const { value, step } = await runStep(
    work,
    {
      name: "quantize",
      environment: "core",
      method: "quantize",
      params: { tflitePath, statsPath, recipe: RECIPES[precision], outPath },
    },
    (result) => [`${precision}, finalized by ${result.finalizer}`, ...result.notes],
  );
  return { value: { path: outPath, findings: floatOperatorFindings(value.floatOperators) }, step };
}
