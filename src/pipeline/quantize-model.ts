import { join } from "node:path";
import type { Precision } from "../targets/precision.ts";
import { RECIPES } from "../targets/precision.ts";
import type { Finding } from "../check/finding.ts";
import type { MethodResult } from "../worker/protocol.ts";
import type { FloatTflite } from "./import-model.ts";
import type { ModelWork } from "./model-work.ts";
import { pixelRangesOf } from "./pixel-range.ts";
import type { Product } from "./product.ts";
import { runStep } from "./product.ts";
import type { Rescued } from "./rescue.ts";
import type { Samples } from "./samples.ts";

/** A full-integer file, with what the quantizer could not make integer. */
export interface QuantizedModel {
  readonly path: string;
  readonly findings: readonly Finding[];
}

/** Finds the range of every tensor on the calibration samples and writes it to `statsPath`. */
export async function calibrateModel(
  work: ModelWork,
  float: FloatTflite,
  samples: Samples,
  statsPath: string,
): Promise<Product<string>> {
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
      },
    },
    (result) => [`minimum and maximum of ${result.tensors} tensors over ${result.samples} samples`],
  );
  return { value: statsPath, step };
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
  return { value: { path: outPath, findings: floatOperatorFindings(value) }, step };
}

function floatOperatorFindings({ floatOperators }: MethodResult<"quantize">): Finding[] {
  if (floatOperators.length === 0) return [];
  const named = floatOperators
    .slice(0, 5)
    .map(({ index, operator, name, reason }) => `${index} ${operator} (${name}): ${reason}`);
  const more = floatOperators.length > 5 ? `; and ${floatOperators.length - 5} more` : "";
  return [
    {
      code: "DLPU-Q-FLOAT",
      severity: "warning",
      subject: { operator: floatOperators[0]?.index ?? 0, name: floatOperators[0]?.name ?? "" },
      evidence: `${floatOperators.length} operators stayed in float: ${named.join("; ")}${more}`,
      remedy: "Replace them by operators that have integer kernels, or cut the model before them.",
      source:
        "TensorFlow Lite 8-bit quantization specification, https://ai.google.dev/edge/litert/models/quantization_spec",
    },
  ];
}
