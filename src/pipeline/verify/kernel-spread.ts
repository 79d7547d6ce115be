import { join } from "node:path";
import { ToolchainError } from "../../errors.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import type { KernelSpread } from "../../result/fidelity.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { mergeSteps, runStep } from "../step/run-step.ts";
import type { Run, Runnable } from "./run-model.ts";
import { runModel } from "./run-model.ts";
import type { Samples } from "../samples/samples.ts";

/** The reference kernels may be 30 times slower than the fast ones. */
const SPREAD_SAMPLES = 8;

/** How far the reference kernels are from the fast ones on a few samples; `undefined` where they cannot run the file. */
export async function measureSpread(
  work: ModelWork,
  file: Runnable,
  fast: Run,
  samples: Samples,
  folder: string,
): Promise<Product<KernelSpread | null> | undefined> {
  const outDir = join(folder, "reference");
  const second = await runReferenceKernels(work, file, samples, outDir);
  if (second === undefined) return undefined;
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "spread",
      params: { firstDir: fast.folder, secondDir: outDir, outputs: fast.report.outputs },
    },
    () => [],
  );
  const spread = worstSpread(value, second.value.kernels);
  return { value: spread, step: mergeSteps("verify", [second.step, step]) };
}

/** `undefined` where the reference kernels lack an operator of this file: then the spread is not known. */
async function runReferenceKernels(
  work: ModelWork,
  file: Runnable,
  samples: Samples,
  outDir: string,
): Promise<Product<Run> | undefined> {
  try {
    return await runModel(work, file, samples, "reference", SPREAD_SAMPLES, outDir);
  } catch (error) {
    if (error instanceof ToolchainError) return undefined;
    throw error;
  }
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
