import { findWorstSqnrDb } from "../pipeline/fidelity.ts";
import type { BuildResult } from "../pipeline/result.ts";
import { renderPercent } from "./percent.ts";

/** The one number that says most about a build, as short text: accuracy, else agreement, else the worst SQNR. */
export function keyNumberOf({ fidelity, verdict }: BuildResult): string | undefined {
  if (fidelity === null) return undefined;
  // What the vendor's compiler would make of it is not known, so the float model's number must not stand for it.
  if (verdict === "skipped") return "float model only";
  const mark = fidelity.data.kind === "synthetic" ? " (synthetic data)" : "";
  const { accuracy, top1Agreement } = fidelity;
  if (accuracy !== null)
    return `${renderPercent(accuracy.final)} top-1${floatAccuracy(accuracy.float)}`;
  if (top1Agreement !== null) return `${renderPercent(top1Agreement)} agreement${mark}`;
  const sqnrDb = findWorstSqnrDb(fidelity);
  if (sqnrDb !== undefined) return `${sqnrDb.toFixed(1)} dB SQNR${mark}`;
  const { outputs } = fidelity; // None where there is no float model to compare with.
  const isEqual = outputs.length > 0 && outputs.every(({ equal }) => equal);
  return isEqual ? `equal to float${mark}` : undefined;
}

function floatAccuracy(float: number | null): string {
  return float === null ? "" : ` (float ${renderPercent(float)})`;
}
