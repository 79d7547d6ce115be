import { z } from "zod";
import {
  CAUSES,
  type LayerError,
  type LayerErrors,
  type Scatter,
  type WorstLayer,
} from "../result/layer-errors.ts";

const layer: z.ZodType<LayerError> = z.object({
  operator: z.number(),
  name: z.string(),
  ownSqnrDb: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  cosine: z.number().nullable(),
  maxAbsError: z.number(),
  deadChannels: z.number().exactOptional(),
  saturation: z.number().exactOptional(),
});

const weightRange = z.object({
  channel: z.number(),
  largest: z.number(),
  median: z.number(),
  oneScale: z.boolean(),
});

const activationRange = z.object({
  low: z.number(),
  high: z.number(),
  usualLow: z.number(),
  usualHigh: z.number(),
});

const worstLayer: z.ZodType<WorstLayer> = z.object({
  operator: z.number(),
  kind: z.string(),
  name: z.string(),
  cause: z.enum(CAUSES),
  ownSqnrDb: z.number().nullable(),
  sqnrDb: z.number().nullable(),
  weightRange: weightRange.nullable(),
  activationRange: activationRange.nullable(),
  saturation: z.number(),
  channels: z.number(),
  deadChannels: z.number(),
  lostChannels: z.number(),
});

const scatter: z.ZodType<Scatter> = z.object({
  output: z.string(),
  low: z.number(),
  high: z.number(),
  rows: z.array(z.string()),
});

/** What `layers` says of an integer file; each field is told at `LayerErrors`. */
export const layersReply: z.ZodType<Omit<LayerErrors, "origin" | "equalized">> = z.object({
  samples: z.number(),
  matched: z.number(),
  of: z.number(),
  layers: z.array(layer),
  worst: z.array(worstLayer),
  scatters: z.array(scatter),
});
