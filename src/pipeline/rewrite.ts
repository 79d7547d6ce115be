import type { RewriteName } from "../targets/legalizing.ts";

/** A change of the file for its target's sake that kept what the file computes. */
export interface Rewrite {
  readonly name: RewriteName;
  /** A line for each operator that was changed. */
  readonly changed: readonly string[];
  /** Rule codes that called for it and that the file no longer breaks. */
  readonly cured: readonly string[];
  readonly proof: RewriteProof;
}

/** The files before and after, run on the same inputs. */
export interface RewriteProof {
  readonly samples: number;
  readonly randomInputs: number;
  /** What the difference may be, in words. */
  readonly bound: string;
  /** The largest difference of any output value, in steps of that output's quantization. */
  readonly maxSteps: number;
  /** Of the output that changed most; `null` where none did. */
  readonly sqnrDb: number | null;
}
