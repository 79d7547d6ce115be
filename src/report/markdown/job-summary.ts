import { renderBreakingChanges, renderChanges, renderChangeSentence } from "./changes.ts";
import type { Scope } from "./fit.ts";
import { renderCounts } from "./grid.ts";
import { renderTrendSentence } from "../history/trend-sentence.ts";
import { escapeMarkdown, inlineCode, renderTable } from "./markdown.ts";
import type { Report, StoredArtifact } from "../report.ts";
import { selectBuilds } from "./scope.ts";
import { renderBuilds } from "./summary.ts";
import { VERDICT_SYMBOLS } from "../words/verdict-words.ts";
import { countOf } from "../../words/numbers.ts";

/** Renders a run for the job's page: the summary of the result, with what changed, what is missing and the downloads. */
export function renderJobSummary(report: Report, scope: Scope): string {
  if (scope === "line") return `${renderHeadline(report)}\n`;
  const { builds, tool } = report.result;
  const shown = selectBuilds(report, scope);
  const changes = shown.length > 0 ? renderChanges(report.baseline, shown.length + 20) : undefined;
  return [
    `# ${renderHeadline(report)}`,
    ...renderMissing(report.missing),
    renderChangeSentence(report.baseline),
    ...renderTrend(report),
    ...renderBreakingChanges(report.baseline, 20),
    ...renderOmission(builds.length - shown.length),
    ...(shown.length > 0 ? renderBuilds(shown, tool.version) : []),
    ...(changes === undefined ? [] : [`## Changes\n\n${changes}`]),
    ...renderDownloads(report.artifacts),
    "",
  ].join("\n\n");
}

/** What the history says of this result, where it says something. */
export function renderTrend({ result, history }: Report): string[] {
  const sentence = renderTrendSentence(result, history);
  return sentence === undefined ? [] : [sentence];
}

/** The whole run in a line: symbols, words and counts. */
export function renderHeadline({ result, missing }: Report): string {
  const absent =
    missing.length === 0 ? [] : [`${VERDICT_SYMBOLS.errored} ${missing.length} missing`];
  const built = result.builds.length === 0 ? [] : [renderCounts(result.builds)];
  return `dlpu: ${[...absent, ...built].join(", ")}`;
}

/** What was expected and did not come, first of all, because green cells say nothing about it. */
export function renderMissing(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  const lines = missing.slice(0, 20).map((line) => `- ${escapeMarkdown(line, 400)}`);
  return [["**💥 Not everything arrived:**", "", ...lines].join("\n")];
}

/** Says that a shortened report is one. */
export function renderOmission(builds: number): string[] {
  return builds > 0 ? [`${countOf(builds, "more build")} in \`result.json\` only.`] : [];
}

function renderDownloads(artifacts: readonly StoredArtifact[]): string[] {
  if (artifacts.length === 0) return [];
  const rows = artifacts.map(({ soc, name, sha256, url }) => [
    soc,
    `[${escapeMarkdown(name)}](${url})`,
    sha256 === null ? "–" : inlineCode(sha256),
  ]);
  return [`## Downloads\n\n${renderTable(["soc", "Artifact", "SHA-256 of the zip"], rows)}`];
}
