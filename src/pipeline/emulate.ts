import { join } from "node:path";
import type { ModelConfig } from "../config/config.ts";
import type { AxisOrders, MethodResult, Preprocess } from "../worker/protocol.ts";
import type { Accuracy, Fidelity, KernelSpread } from "./fidelity.ts";
import type { Product } from "./product.ts";
import { mergeSteps, runStep } from "./product.ts";
import type { Samples } from "./samples.ts";
import type { Tools } from "./tools.ts";

/** A file that can be run. */
export interface Runnable {
  readonly path: string;
  /** How an `.onnx` orders the axes of the `.tflite` that the samples were made for. */
  readonly axisOrders: AxisOrders | null;
  /** How samples are normalized, where the file wants raw pixels instead; `null` where it wants the samples. */
  readonly pixels: Preprocess | null;
}

/** One file's outputs on the samples, on disk. */
export interface Run {
  readonly folder: string;
  readonly kernels: string;
  readonly report: MethodResult<"run">;
}

/** What emulation says of a file. */
export interface Emulated {
  readonly fidelity: Fidelity;
  /** Whether there was a float model to compare with. */
  readonly hasReference: boolean;
  /** The comparison as measured, for the rules that judge it; with itself where there is no float model. */
  readonly comparison: MethodResult<"compare">;
  /** One step of each quantized output, by name. */
  readonly outputScales: Readonly<Record<string, number>>;
}

/** So many samples also go through a second kernel set, which may be 30 times slower than the first. */
const SPREAD_SAMPLES = 8;
const NO_LIMIT = 1_000_000;

/**
 * Runs the final file and compares it with the float model's run.
 *
 * `reference` is `undefined` where there is no float model: then only the final outputs themselves are looked at.
 */
export async function emulate(
  model: ModelConfig,
  file: Runnable,
  reference: Run | undefined,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<Emulated>> {
  const final = await runFast(model, file, samples, join(folder, "fast"), tools);
  const compared = await compare(model, reference ?? final.value, final.value, samples, tools);
  const spread =
    file.axisOrders === null
      ? await measureSpread(model, file, final.value, samples, folder, tools)
      : undefined;
  const comparison = compared.value;
  const outputScales = Object.fromEntries(
    final.value.report.outputs.map(({ name, scale }) => [name, scale ?? 0]),
  );
  const fidelity: Fidelity = {
    origin: "measured",
    data: { kind: samples.kind, samples: comparison.samples, sha256: samples.sha256 },
    outputs: reference === undefined ? [] : comparison.outputs.map(outputFidelity),
    top1Agreement: reference === undefined ? null : lowestAgreement(comparison),
    accuracy: accuracyOf(comparison, reference),
    emulation: { kernels: final.value.kernels, spread: spread?.value ?? null },
  };
  const steps = [final.step, compared.step, ...(spread === undefined ? [] : [spread.step])];
  return {
    value: { fidelity, hasReference: reference !== undefined, comparison, outputScales },
    step: mergeSteps("verify", steps),
  };
}

/** Runs a file over all samples with the fast kernels. */
export async function runFast(
  model: ModelConfig,
  file: Runnable,
  samples: Samples,
  outDir: string,
  tools: Tools,
): Promise<Product<Run>> {
  return await run(model, file, samples, "fast", NO_LIMIT, outDir, tools);
}

async function run(
  model: ModelConfig,
  { path, axisOrders, pixels }: Runnable,
  samples: Samples,
  kernels: "fast" | "reference",
  limit: number,
  outDir: string,
  tools: Tools,
): Promise<Product<Run>> {
  const shown = kernelsOf(path, kernels);
  const { value, step } = await runStep(
    tools,
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
      model: model.shownPath,
    },
    ({ samples: count }) => [`${count} samples on ${shown}`],
  );
  return { value: { folder: outDir, kernels: shown, report: value }, step };
}

/** What stands in for the accelerator; none of these is known to be it. */
function kernelsOf(path: string, kernels: "fast" | "reference"): string {
  if (path.endsWith(".onnx")) return "ONNX Runtime, float32";
  return kernels === "fast" ? "LiteRT with XNNPACK" : "LiteRT reference kernels";
}

async function compare(
  model: ModelConfig,
  reference: Run,
  final: Run,
  samples: Samples,
  tools: Tools,
): Promise<Product<MethodResult<"compare">>> {
  return await runStep(
    tools,
    {
      name: "verify",
      environment: "core",
      method: "compare",
      params: {
        referenceDir: reference.folder,
        candidateDir: final.folder,
        candidateOutputs: final.report.outputs,
        labels: labelsOf(model, samples),
      },
      model: model.shownPath,
    },
    () => [],
  );
}

async function measureSpread(
  model: ModelConfig,
  file: Runnable,
  fast: Run,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<KernelSpread | null>> {
  const outDir = join(folder, "reference");
  const second = await run(model, file, samples, "reference", SPREAD_SAMPLES, outDir, tools);
  const { value, step } = await runStep(
    tools,
    {
      name: "verify",
      environment: "core",
      method: "spread",
      params: { firstDir: fast.folder, secondDir: outDir, outputs: fast.report.outputs },
      model: model.shownPath,
    },
    () => [],
  );
  const spread = worstSpread(value, second.value.kernels);
  return { value: spread, step: mergeSteps("verify", [second.step, step]) };
}

/** Over all quantized outputs; `null` where none is quantized. */
function worstSpread(
  { samples, outputs }: MethodResult<"spread">,
  kernels: string,
): KernelSpread | null {
  const quantized = outputs.filter(({ maxLsb }) => maxLsb !== null);
  if (quantized.length === 0) return null;
  return {
    kernels,
    samples,
    maxLsb: Math.max(...quantized.map(({ maxLsb }) => maxLsb ?? 0)),
    meanLsb: Math.max(...quantized.map(({ meanLsb }) => meanLsb ?? 0)),
    differing: Math.max(...quantized.map(({ share }) => share)),
  };
}

function outputFidelity(
  output: MethodResult<"compare">["outputs"][number],
): Fidelity["outputs"][number] {
  const { name, sqnrDb, cosine, maxAbsError, saturationShare } = output;
  const equal = maxAbsError === 0 && !output.hasNan;
  return { name, sqnrDb, cosine, maxAbsError, saturation: saturationShare, equal };
}

function lowestAgreement({ outputs }: MethodResult<"compare">): number | null {
  const agreements = outputs.flatMap(({ top1Agreement }) => top1Agreement ?? []);
  return agreements.length === 0 ? null : Math.min(...agreements);
}

/** The class of each sample, when every sample has one. */
function labelsOf(model: ModelConfig, samples: Samples): number[] | null {
  const labels = model.evaluation?.labels;
  if (labels === undefined || samples.kind !== "evaluation") return null;
  const found = samples.report.images.flatMap(({ file }) => labels.get(file) ?? []);
  return found.length === samples.report.used ? found : null;
}

function accuracyOf(
  { accuracy, samples }: MethodResult<"compare">,
  reference: Run | undefined,
): Accuracy | null {
  if (accuracy === null) return null;
  const float = reference === undefined ? null : accuracy.reference;
  return { float, final: accuracy.candidate, samples };
}
