import { join } from "node:path";
import type { ModelConfig } from "../config/config.ts";
import { ToolchainError } from "../errors.ts";
import type { MethodResult } from "../worker/protocol.ts";
import type { KernelSpread } from "./fidelity.ts";
import type { Product } from "./product.ts";
import { mergeSteps, runStep } from "./product.ts";
import type { Run, Runnable } from "./run-model.ts";
import { runModel } from "./run-model.ts";
import type { Samples } from "./samples.ts";
import type { Tools } from "./tools.ts";

/** The reference kernels may be 30 times slower than the fast ones. */
const SPREAD_SAMPLES = 8;

/** How far the reference kernels are from the fast ones on a few samples; `undefined` where they cannot run the file. */
export async function measureSpread(
  model: ModelConfig,
  file: Runnable,
  fast: Run,
  samples: Samples,
  folder: string,
  tools: Tools,
): Promise<Product<KernelSpread | null> | undefined> {
  const outDir = join(folder, "reference");
  const second = await runReferenceKernels(model, file, samples, outDir, tools);
  if (second === undefined) return undefined;
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

/** `undefined` where the reference kernels lack an operator of this file: then the spread is not known. */
async function runReferenceKernels(
  model: ModelConfig,
  file: Runnable,
  samples: Samples,
  outDir: string,
  tools: Tools,
): Promise<Product<Run> | undefined> {
  try {
    return await runModel(model, file, samples, "reference", SPREAD_SAMPLES, outDir, tools);
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
