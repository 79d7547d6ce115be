import type { Quantization } from "../../pipeline/quantization.ts";
import type { Estimate, TaskMetric } from "../../pipeline/task-metric.ts";
import { renderEstimateInFull, renderLoss } from "../estimate.ts";
import { renderPercent } from "../percent.ts";
import { html, type Html } from "./html.ts";
import { renderTable } from "./table.ts";

/** The task's measures, float and shipped side by side; nothing without labels. */
export function renderMetrics(metrics: readonly TaskMetric[]): Html | undefined {
  if (metrics.length === 0) return undefined;
  return renderTable("On labelled data, with 95 % intervals", COLUMNS, metrics.map(renderMetric));
}

/** What the search for a recipe gained over the plain one, on samples that it held out; nothing without a search. */
export function renderSearchGain(quantization: Quantization | null): string | undefined {
  const { plain = null, shipped = null, heldOut = 0 } = quantization ?? {};
  if (plain === null || shipped === null) return undefined;
  const agreement =
    plain.top1Agreement === null || shipped.top1Agreement === null
      ? ""
      : `, ${renderPercent(plain.top1Agreement)} → ${renderPercent(shipped.top1Agreement)} of the best classes`;
  return `${plain.worstSqnrDb.toFixed(1)} → ${shipped.worstSqnrDb.toFixed(1)} dB of the worst output${agreement}, on ${heldOut} calibration samples held out`;
}

const COLUMNS = [
  { title: "Measure" },
  { title: "Float", numeric: true },
  { title: "Shipped", numeric: true },
  { title: "Lost", numeric: true },
  { title: "Samples", numeric: true },
];

function renderMetric({ name, float, final, drop, samples }: TaskMetric): readonly Html[] {
  return [
    html`${name}`,
    html`${orDash(float, renderEstimateInFull)}`,
    html`${renderEstimateInFull(final)}`,
    html`${orDash(drop, renderLoss)}`,
    html`${String(samples)}`,
  ];
}

function orDash(estimate: Estimate | null, render: (estimate: Estimate) => string): string {
  return estimate === null ? "–" : render(estimate);
}
