import type { Result } from "../../result/result.ts";
import { inlineCode } from "../markdown/markdown.ts";
import type { HistoryEntry } from "./history.ts";
import { findAppearances, listSeries, type Series } from "./series.ts";

/** With fewer commits before it, a record says nothing. */
const LEAST_BEFORE = 3;

/** As many records are told; the page has all. */
const MOST_TOLD = 3;

/**
 * One sentence on what has never been as bad as in this result, over a history that ends with it; nothing where no number
 * is a record, or the history is too short to say.
 */
export function renderTrendSentence(
  { builds }: Result,
  history: readonly HistoryEntry[],
): string | undefined {
  const records = builds.flatMap((build) =>
    listSeries(findAppearances(history, build)).flatMap((series) => {
      const record = describeRecord(series, history.length);
      return record === undefined ? [] : [`${inlineCode(build.model)} for ${build.soc}, ${record}`];
    }),
  );
  if (records.length === 0) return undefined;
  const told = records.slice(0, MOST_TOLD).join("; ");
  const more = records.length > MOST_TOLD ? `; and ${records.length - MOST_TOLD} more` : "";
  return `📈 Never before in ${history.length} commits: ${told}${more}.`;
}

/** `size 36.0 KiB (at most 30.1 KiB before)`, for a last point that is beyond all others as a reader would see it. */
function describeRecord(
  { title, worse, isNotable, points }: Series,
  commits: number,
): string | undefined {
  const last = points.at(-1);
  const before = points.slice(0, -1);
  if (last?.position !== commits - 1 || before.length < LEAST_BEFORE) return undefined;
  const sign = worse === "higher" ? 1 : -1;
  const extreme = before.reduce((worst, point) =>
    sign * (point.value - worst.value) > 0 ? point : worst,
  );
  const isWorse = sign * (last.value - extreme.value) > 0;
  if (!isWorse || !isNotable(extreme.value, last.value)) return undefined;
  const bound = worse === "higher" ? "at most" : "at least";
  return `${title.toLowerCase()} ${last.text} (${bound} ${extreme.text} before)`;
}
