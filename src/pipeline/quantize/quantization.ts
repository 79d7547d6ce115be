import type { Effort } from "../../targets/effort.ts";
import type { MethodResult } from "../../worker/protocol.ts";

/** Which recipe made an integer file, and what that gained over quantizing the model as it is. */
export interface Quantization {
  readonly origin: "measured";
  readonly effort: Effort;
  /** What was done to the float model first; empty for the plain recipe. */
  readonly techniques: readonly string[];
  /** Why there was no search, or what ended it; `null` when it ran. */
  readonly note: string | null;
  /** Calibration samples that the techniques learnt from, and those that chose among them. */
  readonly fitted: number;
  readonly heldOut: number;
  /** On the held-out samples; `null` without a search. */
  readonly plain: QuantizationScore | null;
  readonly shipped: QuantizationScore | null;
  readonly tried: readonly TriedRecipe[];
  readonly seconds: number;
}

export type QuantizationScore = NonNullable<MethodResult<"rescue">["best"]>;
export type TriedRecipe = MethodResult<"rescue">["tried"][number];
