import { findWorstSqnrDb } from "../pipeline/fidelity.ts";
import type { BuildResult } from "../pipeline/result.ts";
import { renderPercent } from "./percent.ts";

/** The one number that says most about a build, as short text: accuracy, else agreement, else the worst SQNR. */
export function keyNumberOf({ fidelity }: BuildResult): string | undefined {
  if (fidelity === null) return undefined;
  const mark = fidelity.data.kind === "synthetic" ? " (synthetic data)" : "";
  const { accuracy, top1Agreement } = fidelity;
  if (accuracy !== null)
    return `${renderPercent(accuracy.final)} top-1${floatAccuracy(accuracy.float)}`;
  if (top1Agreement !== null) return `${renderPercent(top1Agreement)} agreement${mark}`;
  const sqnrDb = findWorstSqnrDb(fidelity);
  if (sqnrDb !== undefined) return `${sqnrDb.toFixed(1)} dB SQNR${mark}`;
  return fidelity.outputs.every(({ equal }) => equal) ? `equal to float${mark}` : undefined;
}

function floatAccuracy(float: number | null): string {
  return float === null ? "" : ` (float ${renderPercent(float)})`;
}
