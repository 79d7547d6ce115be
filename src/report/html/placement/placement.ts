import type { OperatorPlacement } from "../../../result/placement.ts";
import type { BuildResult } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import { RULES_BY_CODE } from "../../../targets/rules-by-code.ts";
import { groupBy } from "../../../group-by.ts";
import { shareOfMacs } from "../../../result/placement.ts";
import { countOf, renderPercent } from "../../../words/numbers.ts";
import { stripIdOf } from "../elements/anchors.ts";
import { html, type Html } from "../elements/html.ts";
import { groupPlacement, type PlacementRun, renderIndexes, renderNames } from "./runs.ts";
import { renderStrip } from "./strip.ts";
import { renderTable } from "../elements/table.ts";

/** Where the operators of the file run: a strip in their order, and a table of who runs where and why. */
export function renderPlacement(build: BuildResult): Html {
  const { operators, soc } = build;
  if (operators.length === 0) {
    return html`<p>Not known: no list of ${targetOf(soc).title}’s operators is public.</p>`;
  }
  const groups = groupBy(groupPlacement(operators), ({ placement, reasons }) =>
    [placement, ...reasons].join(" "),
  );
  return html`
    <p>${renderPlacementCount(build)}.</p>
    <div class="lanes">
      <span>DLPU<br />CPU</span>${renderStrip(operators, stripIdOf(build))}
    </div>
    ${renderTable(
      "Placement of the operators",
      COLUMNS,
      [...groups.values()].map((runs) => renderGroup(runs, operators)),
    )}
    ${renderReasons(operators)}
  `;
}

/** `9 of 12 operators with 98.1 % of the MACs on the DLPU, 3 segments (predicted)`. */
export function renderPlacementCount({
  operators,
  segments,
  placementSource,
}: Pick<BuildResult, "operators" | "segments" | "placementSource">): string {
  const onDlpu = operators.filter(({ placement }) => placement === "dlpu");
  const share = shareOfMacs(onDlpu, operators);
  const macs = share === undefined ? "" : ` with ${renderPercent(share)} of the MACs`;
  return `${onDlpu.length} of ${countOf(operators.length, "operator")}${macs} on the DLPU, ${countOf(segments ?? 0, "segment")} (${placementSource ?? "predicted"})`;
}

const COLUMNS = [
  { title: "Runs on" },
  { title: "What" },
  { title: "Operators" },
  { title: "Share of MACs", numeric: true },
  { title: "Why not on the DLPU" },
];

/** Runs that share unit and reasons, as one row. */
function renderGroup(
  runs: readonly PlacementRun[],
  all: readonly OperatorPlacement[],
): readonly Html[] {
  const operators = runs.flatMap((run) => run.operators);
  const share = shareOfMacs(operators, all);
  return [
    html`${runs[0]?.placement.toUpperCase()}`,
    html`<code>${renderNames(operators)}</code>`,
    html`${runs.map(renderIndexes).join(", ")}`,
    html`${share === undefined ? "–" : renderPercent(share)}`,
    html`${runs[0]?.reasons.join(", ")}`,
  ];
}

/** What each code in the table means. */
function renderReasons(operators: readonly OperatorPlacement[]): Html {
  const codes = [...new Set(operators.flatMap(({ reasons }) => reasons))];
  const items = codes.map(
    (code) => html`<li><b>${code}</b> ${RULES_BY_CODE.get(code)?.condition}</li>`,
  );
  return html`<ul class="plain reasons">
    ${items}
  </ul>`;
}
