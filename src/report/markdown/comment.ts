import { renderBreakingChanges, renderChangeSentence } from "./changes.ts";
import { renderDetails } from "./comment-details.ts";
import { renderToDo } from "./comment-to-do.ts";
import type { Scope } from "./fit.ts";
import { fitMarkdown } from "./fit.ts";
import { renderGrid } from "./grid.ts";
import { renderHeadline, renderMissing, renderOmission, renderTrend } from "./job-summary.ts";
import type { Report } from "../report.ts";
import { selectBuilds } from "./scope.ts";

/** GitHub refuses a comment with more characters; measured in bytes, so that no counting of characters can differ. */
const LIMIT_BYTES = 65_000;

/** The first line of the comment, which tells it from all others; `key` tells several uses of dlpu apart. */
export function commentMarker(key: string): string {
  return `<!-- dlpu:${key.replace(/[^\w.-]/g, "-")} -->`;
}

/** Renders the pull-request comment: what changed first, then the grid, what to do, and everything else folded. */
export function renderComment(report: Report, key: string): string {
  return fitMarkdown((scope) => renderScope(report, key, scope), LIMIT_BYTES);
}

function renderScope(report: Report, key: string, scope: Scope): string {
  const head = `${commentMarker(key)}\n### ${renderHeadline(report)}`;
  if (scope === "line") return [head, renderRun(report)].join("\n\n");
  const shown = selectBuilds(report, scope);
  return [
    head,
    renderChangeSentence(report.baseline),
    ...renderTrend(report),
    ...renderMissing(report.missing),
    ...renderBreakingChanges(report.baseline, 5),
    ...(shown.length > 0 ? [renderGrid(shown)] : []),
    ...renderOmission(report.result.builds.length - shown.length),
    ...renderToDo(report.result.builds),
    ...renderDetails(report, shown),
    renderRun(report),
  ].join("\n\n");
}

function renderRun({ run, result }: Report): string {
  const version = `dlpu ${result.tool.version}`;
  if (run === undefined) return `<sub>${version}</sub>`;
  return `<sub>Commit ${run.commit.slice(0, 12)} · [workflow run](${run.url}) · ${version}</sub>`;
}
