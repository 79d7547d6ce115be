import type { BuildResult, Result } from "../../../result/result.ts";
import { targetOf } from "../../../targets/catalogue.ts";
import type { HistoryEntry } from "../../history/history.ts";
import { differ, findAppearances, listSeries, type Series } from "../../history/series.ts";
import { anchorOf } from "../elements/anchors.ts";
import { html, type Html } from "../elements/html.ts";
import { renderTable } from "../elements/table.ts";
import { describeMoment, renderTrendPlot } from "./trend-plot.ts";
import { renderVerdictTrend } from "./verdict-trend.ts";
import { countOf } from "../../../words/numbers.ts";

/** As many commits are plotted; the file keeps more. */
const MAX_PLOTTED = 60;

/** How verdict, size, fidelity and placement of each build went over the commits; nothing for a history of one. */
export function renderHistory({ builds }: Result, history: readonly HistoryEntry[]): Html {
  const shown = history.slice(-MAX_PLOTTED);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || first === last) return html``;
  const rows = builds.map((build) => renderRow(build, shown));
  return html`<section aria-labelledby="history">
    <h2 id="history">History</h2>
    <p class="structure">
      ${countOf(shown.length, "commit")}, from ${describeMoment(first)} to ${describeMoment(last)}.
      A point tells its commit where a number changed; in the verdicts, higher is worse.
    </p>
    ${renderTable("History of each build", COLUMNS, rows)}
  </section>`;
}

const COLUMNS = ["Build", "Verdict", "Size", "Fidelity", "Off the DLPU"].map((title) => ({
  title,
}));

function renderRow(build: BuildResult, history: readonly HistoryEntry[]): readonly Html[] {
  const frame = { commits: history.length };
  const appearances = findAppearances(history, build);
  return [
    html`<a href="#${anchorOf(build)}"
      ><code>${build.model}</code> ${targetOf(build.soc).title}</a
    >`,
    html`${renderVerdictTrend(appearances, frame)}
      <span class="key-number">${build.verdict}</span>`,
    ...listSeries(appearances).map((series) => renderSeries(series, frame)),
  ];
}

function renderSeries(series: Series, frame: { readonly commits: number }): Html {
  const last = series.points.at(-1);
  if (last === undefined) return html`<span class="absent">–</span>`;
  const before = series.points.findLast((point) => differ(point, last));
  return html`${renderTrendPlot(series, frame)}
    <span class="key-number"
      >${last.text}${before === undefined ? "" : `, was ${before.text}`}</span
    >`;
}
