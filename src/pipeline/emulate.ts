import { join } from "node:path";
import type { ModelConfig } from "../config/config.ts";
import type { Result as WorkerResult } from "../worker/protocol.ts";
import type { Accuracy, Fidelity } from "./fidelity.ts";
import type { Product, StepCall } from "./product.ts";
import { runStep } from "./product.ts";
import type { Step } from "./result.ts";
import type { Samples } from "./samples.ts";
import type { Tools } from "./tools.ts";

/** One file's outputs on the samples, on disk. */
export interface Run {
  readonly folder: string;
  readonly report: WorkerResult<"run">;
}

/** What emulation says of a file. */
export interface Emulated {
  readonly fidelity: Fidelity;
  /** The comparison as measured, for the rules that judge it. */
  readonly comparison: WorkerResult<"compare">;
}

/** So many samples also go through a second kernel set, which may be 30 times slower than the first. */
const SPREAD_SAMPLES = 8;
const NO_LIMIT = 1_000_000;

/** Runs a model file over all samples with the fast kernels. */
export async function runModel(
  model: ModelConfig,
  modelPath: string,
  samples: Samples,
  outDir: string,
  tools: Tools,
): Promise<Product<Run>> {
  const call = runCall(model, modelPath, samples, "fast", NO_LIMIT, outDir);
  const { value, step } = await runStep(tools, call, describeRun);
  return { value: { folder: outDir, report: value }, step };
}

/**
 * Runs the final file and compares it with the float model's run.
 *
 * `reference` is `undefined` where there is no float model: then only the final outputs themselves are looked at.
 */
export async function emulate(
  model: ModelConfig,
  modelPath: string,
  reference: Run | undefined,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<Emulated>> {
  const final = await runModel(model, modelPath, samples, join(folder, "fast"), tools);
  const spread = await measureSpread(model, modelPath, final.value, samples, folder, tools);
  const compared = await runStep(
    tools,
    {
      name: "verify",
      environment: "core",
      method: "compare",
      params: {
        referenceDir: reference?.folder ?? null,
        candidateDir: final.value.folder,
        labels: labelsOf(model, samples),
      },
      model: model.shownPath,
    },
    () => [],
  );
  const fidelity: Fidelity = {
    origin: "measured",
    data: { kind: samples.kind, samples: compared.value.samples, sha256: samples.report.sha256 },
    outputs: compared.value.outputs.map(
      ({ name, sqnrDb, cosine, maxAbsError, saturation, equal }) => ({
        name,
        sqnrDb,
        cosine,
        maxAbsError,
        saturation,
        equal,
      }),
    ),
    top1Agreement: compared.value.top1Agreement,
    accuracy: accuracyOf(compared.value, reference),
    emulation: { kernels: final.value.report.kernels, spread: spread.value },
  };
  const step = mergeSteps([final.step, spread.step, compared.step]);
  return { value: { fidelity, comparison: compared.value }, step };
}

async function measureSpread(
  model: ModelConfig,
  modelPath: string,
  fast: Run,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<Fidelity["emulation"]["spread"]>> {
  const outDir = join(folder, "reference");
  const call = runCall(model, modelPath, samples, "reference", SPREAD_SAMPLES, outDir);
  const second = await runStep(tools, call, describeRun);
  const { value, step } = await runStep(
    tools,
    {
      name: "verify",
      environment: "core",
      method: "spread",
      params: { firstDir: fast.folder, secondDir: outDir },
      model: model.shownPath,
    },
    ({ maxLsb }) => [`another kernel set differs by up to ${maxLsb} steps`],
  );
  const spread = { ...value, kernels: second.value.kernels };
  return { value: spread, step: mergeSteps([second.step, step]) };
}

function runCall(
  model: ModelConfig,
  modelPath: string,
  samples: Samples,
  kernels: "fast" | "reference",
  limit: number,
  outDir: string,
): StepCall<"run"> {
  return {
    name: "verify",
    environment: "core",
    method: "run",
    params: { modelPath, samplesDir: samples.folder, kernels, limit, outDir },
    model: model.shownPath,
  };
}

function describeRun({ samples, kernels, limitedBy }: WorkerResult<"run">): string[] {
  const why = limitedBy === "" ? "" : ` (${limitedBy})`;
  return [`${samples} samples on ${kernels}${why}`];
}

/** The class of each sample, when every sample has one. */
function labelsOf(model: ModelConfig, samples: Samples): number[] | null {
  const labels = model.evaluation?.labels;
  if (labels === undefined || samples.kind !== "evaluation") return null;
  const found = samples.report.images.flatMap(({ file }) => labels.get(file) ?? []);
  return found.length === samples.report.count ? found : null;
}

function accuracyOf(
  { accuracy }: WorkerResult<"compare">,
  reference: Run | undefined,
): Accuracy | null {
  if (accuracy === null) return null;
  return {
    float: reference === undefined ? null : accuracy.reference,
    final: accuracy.candidate,
    samples: accuracy.samples,
  };
}

/** One step for the reader out of the calls that it took. */
function mergeSteps(steps: readonly Step[]): Step {
  return {
    name: "verify",
    outcome: "done",
    detail: steps.flatMap(({ detail }) => detail),
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    peakMemoryBytes: Math.max(0, ...steps.map(({ peakMemoryBytes }) => peakMemoryBytes)),
  };
}
