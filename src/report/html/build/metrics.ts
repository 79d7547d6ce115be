import type { Estimate, TaskMetric } from "../../../result/task-metric.ts";
import { renderEstimateInFull, renderLoss } from "../../../result/estimate.ts";
import { html, type Html } from "../elements/html.ts";
import { renderTable } from "../elements/table.ts";

/** The task's measures, float and shipped side by side; nothing without labels. */
export function renderMetrics(metrics: readonly TaskMetric[]): Html | undefined {
  if (metrics.length === 0) return undefined;
  return renderTable("On labelled data, with 95 % intervals", COLUMNS, metrics.map(renderMetric));
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
