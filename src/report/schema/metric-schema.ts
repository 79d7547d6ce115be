import { z } from "zod";
import type { Interval } from "../../result/confidence.ts";
import type { TaskMetric } from "../../result/task-metric.ts";
import { METRIC_NAMES } from "../../result/task-metric.ts";

/** A 95 % interval as a result holds it. */
export const intervalSchema: z.ZodType<Interval> = z.strictObject({
  low: z.number(),
  high: z.number(),
});

const estimateSchema = z.strictObject({ value: z.number(), interval: intervalSchema.nullable() });

/** One measure of a task as a result holds it. */
export const metricSchema: z.ZodType<TaskMetric> = z.strictObject({
  name: z.enum(METRIC_NAMES),
  float: estimateSchema.nullable(),
  final: estimateSchema,
  drop: estimateSchema.nullable(),
  samples: z.int().nonnegative(),
});
