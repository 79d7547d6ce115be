import type { Verdict } from "../../../result/result.ts";
import { groupBy } from "../../../group-by.ts";
import type { Appearance } from "../../history/series.ts";
import { html, type Html, trusted } from "../elements/html.ts";
import type { TrendFrame } from "./trend-plot.ts";

/** Worse verdicts stand higher, so that they tell apart without colour. */
const HEIGHTS: Readonly<Record<Verdict, number>> = {
  passed: 5,
  skipped: 7,
  warned: 10,
  failed: 20,
  errored: 30,
};

/** The verdicts over the commits: the higher a bar, the worse. */
export function renderVerdictTrend(
  appearances: readonly Appearance[],
  { commits }: TrendFrame,
): Html {
  const bars = [...groupBy(findRuns(appearances), ({ verdict }) => verdict)].map(
    ([verdict, runs]) => {
      const height = HEIGHTS[verdict];
      const outline = runs.map(
        ({ start, length }) => `M${start} 30v-${height}h${length}v${height}z`,
      );
      return trusted(`<path class="${verdict}" d="${outline.join("")}"/>`);
    },
  );
  const label = describe(appearances);
  return html`<svg
    class="verdicts"
    viewBox="0 0 ${commits} 30"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    ${bars}
  </svg>`;
}

interface Run {
  readonly verdict: Verdict;
  readonly start: number;
  readonly length: number;
}

/** Commits after each other with the same verdict. */
function findRuns(appearances: readonly Appearance[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { position, build } of appearances) {
    const last = runs.at(-1);
    const isSame = last?.verdict === build.verdict && last.start + last.length === position;
    if (isSame) runs[runs.length - 1] = { ...last, length: last.length + 1 };
    else runs.push({ verdict: build.verdict, start: position, length: 1 });
  }
  return runs;
}

function describe(appearances: readonly Appearance[]): string {
  const counts = [...groupBy(appearances, ({ build }) => build.verdict)].map(
    ([verdict, { length }]) => `${length} ${verdict}`,
  );
  return `Verdicts: ${counts.join(", ")}`;
}
