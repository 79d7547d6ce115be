import { z } from "zod";

/** As long as the names that the worker shortens; a row of the picture has a digit a cell. */
const name = z.string().max(200);
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const decibels = z.number().nullable();

const CAUSES = [
  ...(["saturation", "activation range", "weight range"] as const),
  ...(["weight rounding", "input range"] as const),
];

const layer = z.strictObject({
  operator: count,
  name,
  ownSqnrDb: decibels,
  sqnrDb: decibels,
  cosine: z.number().nullable(),
  maxAbsError: z.number(),
  deadChannels: count.exactOptional(),
  saturation: share.exactOptional(),
});

const worstLayer = z.strictObject({
  operator: count,
  kind: name,
  name,
  cause: z.enum(CAUSES),
  ownSqnrDb: decibels,
  sqnrDb: decibels,
  weightRange: z
    .strictObject({
      channel: count,
      largest: z.number(),
      median: z.number(),
      oneScale: z.boolean(),
    })
    .nullable(),
  activationRange: z
    .strictObject({
      low: z.number(),
      high: z.number(),
      usualLow: z.number(),
      usualHigh: z.number(),
    })
    .nullable(),
  saturation: share,
  channels: count,
  deadChannels: count,
  lostChannels: count,
});

const scatter = z.strictObject({
  output: name,
  low: z.number(),
  high: z.number(),
  rows: z.array(z.string().regex(/^[0-9]{1,64}$/)).max(64),
});

/** The part of a result about its layers. */
export const layerErrorsSchema = z.strictObject({
  origin: z.literal("measured"),
  equalized: z.boolean(),
  samples: count,
  matched: count,
  of: count,
  layers: z.array(layer).max(20_000),
  worst: z.array(worstLayer).max(5),
  scatters: z.array(scatter).max(2),
});
