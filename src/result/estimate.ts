import type { Interval } from "./confidence.ts";
import type { Estimate } from "./task-metric.ts";
import { renderPercent } from "../words/numbers.ts";

/** A share with half its 95 % interval, for narrow places: `98.3 % ± 1.6`. */
export function renderEstimate({ value, interval }: Estimate): string {
  if (interval === null) return renderPercent(value);
  return `${renderPercent(value)} ± ${(50 * (interval.high - interval.low)).toFixed(1)}`;
}

/** A share with its 95 % interval: `98.3 % (96.1 % to 99.3 %)`. */
export function renderEstimateInFull({ value, interval }: Estimate): string {
  return `${renderPercent(value)}${renderInterval(interval, renderPercent)}`;
}

/** A loss in percentage points with its 95 % interval: `0.4 points (-0.9 to 1.9)`. */
export function renderLoss({ value, interval }: Estimate): string {
  return `${renderHundredth(value)} points${renderInterval(interval, renderHundredth)}`;
}

function renderInterval(interval: Interval | null, render: (share: number) => string): string {
  return interval === null ? "" : ` (${render(interval.low)} to ${render(interval.high)})`;
}

function renderHundredth(share: number): string {
  return (100 * share).toFixed(1).replace(/^-(?=0\.0$)/, "");
}
