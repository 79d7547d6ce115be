import { describeProof, type Rewrite } from "../../../result/rewrite.ts";
import { REWRITES } from "../../../result/rewrite.ts";
import { html, type Html } from "../elements/html.ts";
import { renderCode, renderTable } from "../elements/table.ts";

/** What was changed for the target's sake, what it cures, and the proof that the file still computes the same. */
export function renderRewrites(rewrites: readonly Rewrite[]): Html {
  const rows = rewrites.map(({ name, changed, cured, proof }) => [
    html`${REWRITES[name]}`,
    renderChanged(changed),
    html`${cured.map((code) => html`<p>${renderCode(code)}</p>`)}`,
    html`${describeProof(proof)}`,
  ]);
  return renderTable("Rewrites", COLUMNS, rows);
}

const COLUMNS = [
  { title: "Rewrite" },
  { title: "Operators" },
  { title: "Cures" },
  { title: "Proof, before against after" },
];

const MOST_SHOWN = 5;

function renderChanged(changed: readonly string[]): Html {
  const lines = changed.slice(0, MOST_SHOWN).map((line) => html`<p>${line}</p>`);
  const more = changed.length - MOST_SHOWN;
  return html`${lines}${more > 0 ? html`<p>and ${more} more</p>` : undefined}`;
}
