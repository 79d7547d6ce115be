import { z } from "zod";

/** An operator of the integer file that loses something, in the file's order. */
const layer = z.object({
  /** Position in the integer file. */
  operator: z.number(),
  /** Of its result in the float model; only the end of a long one. */
  name: z.string(),
  /** Of the integer layer against the float layer on the same inputs; null where the float one is zero everywhere. */
  ownSqnrDb: z.number().nullable(),
  /** Of the result in the whole integer model against the whole float model. */
  sqnrDb: z.number().nullable(),
  cosine: z.number().nullable(),
  maxAbsError: z.number(),
  /** Channels that are constant in the float model already; left out where there are none. */
  deadChannels: z.number().exactOptional(),
  /** Share of values that the result's range cuts off; left out where it cuts off none. */
  saturation: z.number().exactOptional(),
});

const weightRange = z.object({
  /** The output channel with the largest weights. */
  channel: z.number(),
  /** Largest magnitude of its float weights, and of the median channel's. */
  largest: z.number(),
  median: z.number(),
  /** Whether all channels share one scale. */
  oneScale: z.boolean(),
});

const activationRange = z.object({
  /** What the result's integers can hold. */
  low: z.number(),
  high: z.number(),
  /** Between these lie all but two thousandths of the float model's values. */
  usualLow: z.number(),
  usualHigh: z.number(),
});

/** What a layer's own error mostly comes from. */
export const CAUSES = [
  "saturation",
  "activation range",
  "weight range",
  "weight rounding",
  "input range",
] as const;

const worstLayer = z.object({
  operator: z.number(),
  /** The schema's name, such as `CONV_2D`. */
  kind: z.string(),
  name: z.string(),
  cause: z.enum(CAUSES),
  ownSqnrDb: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  /** Null for an operator without constant weights. */
  weightRange: weightRange.nullable(),
  /** Null for a float result. */
  activationRange: activationRange.nullable(),
  saturation: z.number(),
  channels: z.number(),
  deadChannels: z.number(),
  /** Channels that vary in the float model and are constant in the integer one. */
  lostChannels: z.number(),
});

/** An output's float values (left to right) against the final ones (bottom to top). */
const scatter = z.object({
  output: z.string(),
  /** Of both axes. */
  low: z.number(),
  high: z.number(),
  /** From the top; a digit a cell: 0 for no value, then one more for each fourfold count. */
  rows: z.array(z.string()),
});

/** What `layers` says of an integer file. */
export const layersReply = z.object({
  samples: z.number(),
  /** Operators whose result the float model has too, of all in the file. */
  matched: z.number(),
  of: z.number(),
  /** Without the operators that lose nothing. */
  layers: z.array(layer),
  /** The layers that lose most by themselves; none in a file whose layers all keep their signal. */
  worst: z.array(worstLayer),
  /** Of the outputs that lose most, over all samples of the comparison. */
  scatters: z.array(scatter),
});
