import { findWorstSqnrDb } from "../../result/fidelity.ts";
import type { BuildResult } from "../../result/result.ts";
import { METRIC_NAMES } from "../../result/task-metric.ts";
import { renderPercent } from "../../words/numbers.ts";

/** The measures of the tasks, else agreement with the float model, else the worst output's SQNR. */
export const FIDELITY_METRICS = [...METRIC_NAMES, "agreement", "sqnr-db"] as const;

/** The number of a build's fidelity that says most, with what it is; higher is better. */
export interface FidelityNumber {
  /** Numbers of different metrics are never compared. */
  readonly metric: (typeof FIDELITY_METRICS)[number];
  /** A share from 0 to 1, or decibels. */
  readonly value: number;
}

/** The number behind a build's key number; `undefined` where nothing was measured, or only the float model. */
export function fidelityNumberOf({ fidelity, verdict }: BuildResult): FidelityNumber | undefined {
  if (fidelity === null || verdict === "skipped") return undefined;
  const { metrics, top1Agreement } = fidelity;
  const [metric] = metrics;
  if (metric !== undefined) return { metric: metric.name, value: metric.final.value };
  if (top1Agreement !== null) return { metric: "agreement", value: top1Agreement };
  const value = findWorstSqnrDb(fidelity);
  return value === undefined ? undefined : { metric: "sqnr-db", value };
}

/** `98.3 % top-1`, `24.5 dB SQNR`: as the grid writes it, without its uncertainty. */
export function renderFidelityNumber({ metric, value }: FidelityNumber): string {
  if (metric === "sqnr-db") return `${value.toFixed(1)} dB SQNR`;
  return `${renderPercent(value)} ${metric}`;
}
