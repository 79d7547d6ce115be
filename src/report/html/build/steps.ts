import type { BuildResult } from "../../../result/result.ts";
import { renderBytes, renderSeconds } from "../../../words/numbers.ts";
import { totalSeconds } from "../../total-seconds.ts";
import { html, type Html } from "../elements/html.ts";
import { renderTable } from "../elements/table.ts";

/** The steps on the model's way, with what each did, its time and its memory. */
export function renderSteps(build: BuildResult): Html {
  const rows = build.steps.map(({ name, outcome, detail, seconds, peakMemoryBytes }) => [
    html`${name}`,
    html`${outcome}`,
    html`${detail.map((line) => html`<p>${line}</p>`)}`,
    html`${renderSeconds(seconds)}`,
    html`${peakMemoryBytes === 0 ? "–" : renderBytes(peakMemoryBytes)}`,
  ]);
  const total = build.reused
    ? "Reused from an earlier build with the same content key; the times are that build’s."
    : `Together ${renderSeconds(totalSeconds(build))}; steps that several builds need run once.`;
  return html`<p>${total}</p>
    ${renderTable("Steps", COLUMNS, rows)}`;
}

const COLUMNS = [
  { title: "Step" },
  { title: "Outcome" },
  { title: "What it did" },
  { title: "Time", numeric: true },
  { title: "Peak memory", numeric: true },
];
