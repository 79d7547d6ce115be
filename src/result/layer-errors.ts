/** What each layer of an integer file loses against the float model, by itself and with all before it. */
export interface LayerErrors {
  readonly origin: "measured";
  /** Whether the float model's channels were scaled first, as the search for a recipe may do; its function is the same. */
  readonly equalized: boolean;
  readonly samples: number;
  /** Operators whose result the float model has too, of all in the file. */
  readonly matched: number;
  readonly of: number;
  /** Without the operators that lose nothing. */
  readonly layers: readonly LayerError[];
  /** The layers that lose most by themselves; none in a file whose layers all keep their signal. */
  readonly worst: readonly WorstLayer[];
  /** Of the outputs that lose most, over all samples of the comparison. */
  readonly scatters: readonly Scatter[];
}

/** An operator of the integer file that loses something, in the file's order. */
export interface LayerError {
  /** Position in the integer file. */
  readonly operator: number;
  /** Of its result in the float model; only the end of a long one. */
  readonly name: string;
  /** Of the integer layer against the float layer on the same inputs; `null` where the float one is zero everywhere. */
  readonly ownSqnrDb: number | null;
  /** Of the result in the whole integer model against the whole float model. */
  readonly sqnrDb: number | null;
  readonly cosine: number | null;
  readonly maxAbsError: number;
  /** Channels that are constant in the float model already; absent where there are none. */
  readonly deadChannels?: number;
  /** Share of values that the result's range cuts off; absent where it cuts off none. */
  readonly saturation?: number;
}

/** What a layer's own error mostly comes from. */
export const CAUSES = [
  "saturation",
  "activation range",
  "weight range",
  "weight rounding",
  "input range",
] as const;

/** A layer that loses much by itself, with what its error comes from. */
export interface WorstLayer {
  readonly operator: number;
  /** The schema's name, such as `CONV_2D`. */
  readonly kind: string;
  readonly name: string;
  readonly cause: (typeof CAUSES)[number];
  readonly ownSqnrDb: number | null;
  readonly sqnrDb: number | null;
  /** `null` for an operator without constant weights. */
  readonly weightRange: WeightRange | null;
  /** `null` for a float result. */
  readonly activationRange: ActivationRange | null;
  readonly saturation: number;
  readonly channels: number;
  readonly deadChannels: number;
  /** Channels that vary in the float model and are constant in the integer one. */
  readonly lostChannels: number;
}

export interface WeightRange {
  /** The output channel with the largest weights. */
  readonly channel: number;
  /** Largest magnitude of its float weights, and of the median channel's. */
  readonly largest: number;
  readonly median: number;
  /** Whether all channels share one scale. */
  readonly oneScale: boolean;
}

export interface ActivationRange {
  /** What the result's integers can hold. */
  readonly low: number;
  readonly high: number;
  /** Between these lie all but two thousandths of the float model's values. */
  readonly usualLow: number;
  readonly usualHigh: number;
}

/** An output's float values (left to right) against the final ones (bottom to top). */
export interface Scatter {
  readonly output: string;
  /** Of both axes. */
  readonly low: number;
  readonly high: number;
  /** From the top; a digit a cell: 0 for no value, then one more for each fourfold count. */
  readonly rows: readonly string[];
}

/** What is known of the layers of a file. */
export interface LayerComparison {
  /** `null` where there is no float model to compare with, or the comparison failed. */
  readonly layers: LayerErrors | null;
  /** Why the comparison failed; absent where it did not, or there was nothing to compare. */
  readonly layersNote?: string;
}
