import type { Finding } from "../../result/finding.ts";
import type { TensorRanges } from "../../check/tensor-range.ts";
import type { Twinned } from "../verify/layer-errors.ts";
import type { Quantization } from "../../result/quantization.ts";
import type { ReplacedOutput } from "../../result/replaced-output.ts";
import type { Step } from "../../result/result.ts";
import type { Rewrite } from "../../result/rewrite.ts";
import type { Ranking } from "../import/ranking-outputs.ts";
import type { AxisOrders } from "../../worker/method-params.ts";
import type { Runnable } from "../verify/run-model.ts";

/** A file that may ship, with how it came to be. */
export interface Candidate extends Runnable, Twinned, Ranking {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  /** `null` for a file that dlpu did not quantize. */
  readonly quantization: Quantization | null;
  /** What was changed for the target's sake. */
  readonly rewrites: readonly Rewrite[];
  /** What the float model's tensors hold; empty for a file that dlpu did not quantize. */
  readonly ranges: TensorRanges;
  /** From the axes of the source model to those of this file; `null` where they are the source's. */
  readonly sourceAxes: AxisOrders | null;
  /** Outputs of the source that a cut left to the application. */
  readonly replaced: readonly ReplacedOutput[];
}
