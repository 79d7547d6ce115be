import type { RewriteName } from "../targets/legalizing.ts";

/** A change of the file for its target's sake that kept what the file computes. */
export interface Rewrite {
  readonly name: RewriteName;
  /** A line for each operator that was changed. */
  readonly changed: readonly string[];
  /** Rule codes that called for it and that fewer operators break now. */
  readonly cured: readonly string[];
  readonly proof: RewriteProof;
}

/** The files before and after, run on the same inputs. */
export interface RewriteProof {
  /** LiteRT's, that both files ran on: the optimized ones, or the reference where those round differently by kind. */
  readonly kernels: "builtin" | "reference";
  readonly samples: number;
  readonly randomInputs: number;
  /** What the difference may be, in words. */
  readonly bound: string;
  /** The largest difference of any output value, in steps of that output's quantization. */
  readonly maxSteps: number;
  /** Of the output that changed most; `null` where none did. */
  readonly sqnrDb: number | null;
}

/** Such as `identical outputs on 8 samples and 4 random inputs, builtin kernels`. */
export function describeProof({ kernels, samples, randomInputs, ...proof }: RewriteProof): string {
  const on = `on ${samples} samples and ${randomInputs} random inputs, ${kernels} kernels`;
  if (proof.maxSteps === 0) return `identical outputs ${on}`;
  const noise = proof.sqnrDb === null ? "" : `, ${proof.sqnrDb.toFixed(1)} dB`;
  const steps = `${proof.maxSteps} quantization ${proof.maxSteps === 1 ? "step" : "steps"}`;
  return `outputs within ${steps}${noise} ${on}; allowed: ${proof.bound}`;
}
