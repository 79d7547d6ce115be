import type { Interval } from "./confidence.ts";

/**
 * How well a task is done on labelled data, by the field's own measure: the float model and the final file on the same
 * samples.
 */
export interface TaskMetric {
  readonly name: MetricName;
  /** `null` where there is no float model. */
  readonly float: Estimate | null;
  readonly final: Estimate;
  /** Float minus final, judged sample by sample, so its interval is narrower than the two numbers' suggest. */
  readonly drop: Estimate | null;
  readonly samples: number;
}

export const METRIC_NAMES = ["top-1", "top-5", "mAP@[.5:.95]", "mAP@.5", "mean IoU"] as const;

export type MetricName = (typeof METRIC_NAMES)[number];

/** Below it, a float model's outputs or labels are mostly read wrongly. */
const NEXT_TO_NOTHING = 0.01;

/** Whether the float model itself is right about next to nothing. */
export function isNextToNothing({ float }: TaskMetric): boolean {
  return float !== null && float.value < NEXT_TO_NOTHING;
}

/** A share or a difference of shares, with its 95 % interval; `null` where too few samples allow none. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | null;
}
