import { findWorstSqnrDb } from "../../pipeline/verify/fidelity.ts";
import type { BuildResult } from "../../pipeline/result/result.ts";
import type { TaskMetric } from "../../pipeline/verify/task-metric.ts";
import { renderEstimate } from "./estimate.ts";
import { renderPercent } from "./percent.ts";

/** The one number that says most about a build, as short text: the task's metric, else agreement, else the worst SQNR. */
export function keyNumberOf({ fidelity, verdict }: BuildResult): string | undefined {
  if (fidelity === null) return undefined;
  // What the vendor's compiler would make of it is not known, so the float model's number must not stand for it.
  if (verdict === "skipped") return "float model only";
  const mark = fidelity.data.kind === "synthetic" ? " (synthetic data)" : "";
  const { metrics, top1Agreement } = fidelity;
  if (metrics[0] !== undefined) return renderMetric(metrics[0]);
  if (top1Agreement !== null) return `${renderPercent(top1Agreement)} agreement${mark}`;
  const sqnrDb = findWorstSqnrDb(fidelity);
  if (sqnrDb !== undefined) return `${sqnrDb.toFixed(1)} dB SQNR${mark}`;
  const { outputs } = fidelity; // None where there is no float model to compare with.
  const isEqual = outputs.length > 0 && outputs.every(({ equal }) => equal);
  return isEqual ? `equal to float${mark}` : undefined;
}

function renderMetric({ name, float, final }: TaskMetric): string {
  const short = `${renderEstimate(final)} ${name}`;
  return float === null ? short : `${short} (float ${renderPercent(float.value)})`;
}
