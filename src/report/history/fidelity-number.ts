import { findWorstSqnrDb } from "../../pipeline/fidelity.ts";
import type { BuildResult } from "../../pipeline/result.ts";
import type { MetricName } from "../../pipeline/task-metric.ts";
import { renderPercent } from "../percent.ts";

/** The number of a build's fidelity that says most, with what it is; higher is better. */
export interface FidelityNumber {
  /** Numbers of different metrics are never compared. */
  readonly metric: MetricName | "agreement" | "sqnr-db";
  /** A share from 0 to 1, or decibels. */
  readonly value: number;
}

/** The number behind a build's key number; `undefined` where nothing was measured, or only the float model. */
export function fidelityNumberOf({ fidelity, verdict }: BuildResult): FidelityNumber | undefined {
  if (fidelity === null || verdict === "skipped") return undefined;
  const { metrics, top1Agreement } = fidelity;
  if (metrics[0] !== undefined) return { metric: metrics[0].name, value: metrics[0].final.value };
  if (top1Agreement !== null) return { metric: "agreement", value: top1Agreement };
  const value = findWorstSqnrDb(fidelity);
  return value === undefined ? undefined : { metric: "sqnr-db", value };
}

/** `98.3 % top-1`, `24.5 dB SQNR`: as the grid writes it. */
export function renderFidelityNumber({ metric, value }: FidelityNumber): string {
  if (metric === "sqnr-db") return `${value.toFixed(1)} dB SQNR`;
  return `${renderPercent(value)} ${metric}`;
}
