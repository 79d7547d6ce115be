import type { BuildResult } from "../../result/result.ts";
import { renderEstimate } from "../../result/estimate.ts";
import { isEqualToFloat } from "../../result/fidelity.ts";
import type { TaskMetric } from "../../result/task-metric.ts";
import { renderPercent } from "../../words/numbers.ts";
import { fidelityNumberOf, renderFidelityNumber } from "./fidelity-number.ts";

/** The one number that says most about a build, as short text with what it was measured on and against. */
export function keyNumberOf(build: BuildResult): string | undefined {
  const { fidelity, verdict } = build;
  if (fidelity === null) return undefined;
  // What the vendor's compiler would make of it is not known, so the float model's number must not stand for it.
  if (verdict === "skipped") return "float model only";
  const [metric] = fidelity.metrics;
  if (metric !== undefined) return renderMetric(metric);
  const mark = fidelity.data.kind === "synthetic" ? " (synthetic data)" : "";
  const number = fidelityNumberOf(build);
  if (number !== undefined) return `${renderFidelityNumber(number)}${mark}`;
  return isEqualToFloat(fidelity) ? `equal to float${mark}` : undefined;
}

function renderMetric({ name, float, final }: TaskMetric): string {
  const short = `${renderEstimate(final)} ${name}`;
  return float === null ? short : `${short} (float ${renderPercent(float.value)})`;
}
