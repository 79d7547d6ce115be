import { join } from "node:path";
import type { ModelConfig } from "../config/config.ts";
import type { Precision } from "../targets/precision.ts";
import { RECIPES } from "../targets/precision.ts";
import type { Finding } from "../check/finding.ts";
import type { Result as WorkerResult } from "../worker/protocol.ts";
import type { FloatTflite } from "./import-model.ts";
import { pixelRangesOf } from "./pixel-range.ts";
import type { Product } from "./product.ts";
import { runStep } from "./product.ts";
import type { Samples } from "./samples.ts";
import type { Tools } from "./tools.ts";

/** A full-integer file, with what the quantizer could not make integer. */
export interface QuantizedModel {
  readonly path: string;
  readonly findings: readonly Finding[];
}

/** Finds the range of every tensor on the calibration samples; once a model, for all precisions. */
export async function calibrateModel(
  model: ModelConfig,
  float: FloatTflite,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<string>> {
  const statsPath = join(folder, "ranges.json");
  const { step } = await runStep(
    tools,
    {
      name: "quantize",
      environment: "core",
      method: "calibrate",
      params: {
        tflitePath: float.tflitePath,
        samplesDir: samples.folder,
        statsPath,
        inputRanges: pixelRangesOf(model, float.inputs),
      },
      model: model.shownPath,
    },
    (result) => [`minimum and maximum of ${result.tensors} tensors over ${result.samples} samples`],
  );
  return { value: statsPath, step };
}

/** Makes the file of one integer precision; once for all targets that want it. */
export async function quantizeModel(
  model: ModelConfig,
  float: FloatTflite,
  statsPath: string,
  precision: Exclude<Precision, "float32">,
  folder: string,
  tools: Tools,
): Promise<Product<QuantizedModel>> {
  const outPath = join(folder, `${precision}.tflite`);
  const { value, step } = await runStep(
    tools,
    {
      name: "quantize",
      environment: "core",
      method: "quantize",
      params: { tflitePath: float.tflitePath, statsPath, recipe: RECIPES[precision], outPath },
      model: model.shownPath,
    },
    (result) => [`${precision} by ${result.route}`],
  );
  return { value: { path: outPath, findings: floatOperatorFindings(value) }, step };
}

function floatOperatorFindings({ floatOperators }: WorkerResult<"quantize">): Finding[] {
  if (floatOperators.length === 0) return [];
  const named = floatOperators
    .slice(0, 5)
    .map(({ name, output, reason }) => `${name} (${output}): ${reason}`);
  const more = floatOperators.length > 5 ? `; and ${floatOperators.length - 5} more` : "";
  return [
    {
      code: "DLPU-Q-FLOAT",
      severity: "warning",
      subject: { name: floatOperators[0]?.output ?? "" },
      evidence: `${floatOperators.length} operators stayed in float: ${named.join("; ")}${more}`,
      remedy: "Replace them by operators that have integer kernels, or cut the model before them.",
      source:
        "TensorFlow Lite 8-bit quantization specification, https://ai.google.dev/edge/litert/models/quantization_spec",
    },
  ];
}
