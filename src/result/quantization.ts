import type { Effort } from "./effort.ts";

/**
 * Which recipe made an integer file, and what that gained over quantizing the model as it is.
 *
 * Scores are of recipes as learnt from the fitted samples alone, on the held-out ones. The file that ships is made by the
 * winner, learnt once more from fitted and held-out samples together: no sample is left to score that one honestly, so
 * these scores stand for the recipe, and `Fidelity` for the file.
 */
export interface Quantization {
  readonly origin: "measured";
  readonly effort: Effort;
  /** What was done to the float model first; empty for the plain recipe. */
  readonly techniques: readonly string[];
  /** Why there was no search, or what ended it; `null` when it ran. */
  readonly note: string | null;
  /** Calibration samples that the recipes learnt from while they were compared. */
  readonly fitted: number;
  /** Calibration samples that chose among the recipes, and taught none of them until the choice was made. */
  readonly heldOut: number;
  /** The plain recipe, on the held-out samples; `null` without a search. */
  readonly plain: QuantizationScore | null;
  /** The chosen recipe before it was learnt once more, on the held-out samples; `null` without a search. */
  readonly shipped: QuantizationScore | null;
  readonly tried: readonly TriedRecipe[];
  readonly seconds: number;
}

/** An integer file against the float model, on held-out calibration samples. */
export interface QuantizationScore {
  /** Of the worst output that carries a signal. */
  readonly worstSqnrDb: number;
  readonly meanSqnrDb: number;
  /** Share of samples with the same best class; `null` without class scores. */
  readonly top1Agreement: number | null;
}

/** A recipe that the search tried; without techniques it is the plain one. */
export interface TriedRecipe extends QuantizationScore {
  readonly techniques: readonly string[];
}
