import type { Verdict } from "../../pipeline/result.ts";
import { groupBy } from "../group-by.ts";
import type { Appearance } from "../history/series.ts";
import { html, type Html, trusted } from "./html.ts";
import type { TrendFrame } from "./trend-plot.ts";

const WIDTH = 150;

/** Worse verdicts stand higher, so that they tell apart without colour. */
const HEIGHTS: Readonly<Record<Verdict, number>> = {
  passed: 8,
  skipped: 12,
  warned: 16,
  failed: 24,
  errored: 30,
};

/** The verdicts over the commits: a bar each, the higher the worse. */
export function renderVerdictTrend(
  appearances: readonly Appearance[],
  { commits }: TrendFrame,
): Html {
  const width = WIDTH / commits;
  const gap = Math.min(1, width / 5);
  const bars = [...groupBy(appearances, ({ build }) => build.verdict)].map(([verdict, group]) => {
    const height = HEIGHTS[verdict];
    const outline = group.map(
      ({ position }) =>
        `M${(position * width).toFixed(1)} 30v-${height}h${(width - gap).toFixed(1)}v${height}z`,
    );
    return trusted(`<path class="${verdict}" d="${outline.join("")}"/>`);
  });
  return html`<svg
    class="verdicts"
    viewBox="0 0 ${WIDTH} 30"
    role="img"
    aria-label="${describe(appearances)}"
  >
    ${bars}
  </svg>`;
}

function describe(appearances: readonly Appearance[]): string {
  const counts = [...groupBy(appearances, ({ build }) => build.verdict)].map(
    ([verdict, { length }]) => `${length} ${verdict}`,
  );
  return `Verdicts: ${counts.join(", ")}`;
}
