import type { BuildResult } from "../../../result/result.ts";
import { renderChangeWords } from "../../markdown/changes.ts";
import type { BuildChange, FactChange } from "../../compare.ts";
import { buildKeyOf } from "../../merge-results.ts";
import type { Baseline } from "../../report.ts";
import { html, type Html } from "../elements/html.ts";
import { renderTable } from "../elements/table.ts";

/** How one build stands against the baseline. */
export type Against =
  | { readonly kind: "no baseline" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "added" }
  | { readonly kind: "changed"; readonly change: BuildChange };

/** Looks a build up in a comparison. */
export function againstBaseline(build: BuildResult, baseline: Baseline | undefined): Against {
  if (baseline?.kind !== "found") return { kind: "no baseline" };
  const { added, changed } = baseline.comparison;
  const key = buildKeyOf(build);
  if (added.some((one) => buildKeyOf(one) === key)) return { kind: "added" };
  const change = changed.find(({ head }) => buildKeyOf(head) === key);
  return change === undefined ? { kind: "unchanged" } : { kind: "changed", change };
}

/** What the baseline was and how much changed, in a sentence below the page's heading, with the builds that are gone. */
export function renderBaseline(baseline: Baseline | undefined): Html {
  if (baseline?.kind !== "found") return html``;
  const { removed } = baseline.comparison;
  const gone = removed.map(({ model, soc }) => html` <code>${model}</code> for ${soc} is gone.`);
  return html`<p class="lead">${renderChangeWords(baseline)}${gone}</p>`;
}

/** What moved, in a cell of the grid. */
export function renderChangeMarks(against: Against): Html {
  if (against.kind === "added") return html`<span class="change">new</span>`;
  if (against.kind !== "changed") return html``;
  const { facts, contract } = against.change;
  const marks = facts.flatMap((fact) => {
    const words = GRID_WORDS[fact.fact]?.(fact);
    return words === undefined ? [] : [html`<span class="change">${words}</span>`];
  });
  const breaks = contract.some(({ kind }) => kind === "breaking");
  const mark = breaks ? html`<span class="change">contract breaks</span>` : undefined;
  return html`${marks}${mark}`;
}

/** Of what stands in the cell already, only what it was; without the float model's own number in parentheses. */
const GRID_WORDS: Readonly<Record<string, (change: FactChange) => string>> = {
  verdict: ({ base }) => `was ${base}`,
  fidelity: ({ base }) => `was ${base.replace(/ \(.*/, "")}`,
  size: ({ base, head }) => `${base} → ${head}`,
  "off the DLPU": ({ base, head }) => `off the DLPU ${base} → ${head}`,
};

/** Everything that moved, a fact a row; `undefined` where nothing did or there is nothing to compare with. */
export function renderChanges(against: Against): Html | undefined {
  if (against.kind === "no baseline" || against.kind === "unchanged") return undefined;
  if (against.kind === "added") return html`<p>New: the baseline has no such build.</p>`;
  const { facts, contract, newFindings, resolvedFindings } = against.change;
  const rows = [
    ...facts.map(({ fact, base, head }) => [fact, base, head]),
    ...contract.map(({ kind, what }) => [`contract, ${kind}`, "", what]),
    ...newFindings.map((code) => ["finding", "", code]),
    ...resolvedFindings.map((code) => ["finding", code, "resolved"]),
  ];
  return renderTable(
    "Changes against the baseline",
    COLUMNS,
    rows.map((row) => row.map((text) => html`${text}`)),
    "fixed",
  );
}

const COLUMNS = ["What", "Baseline", "This result"].map((title) => ({ title }));
