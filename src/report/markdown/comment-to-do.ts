import type { BuildResult } from "../../result/result.ts";
import { renderCondition, renderWhere } from "../words/finding-words.ts";
import { escapeMarkdown, renderProse } from "./markdown.ts";
import type { SharedFinding } from "../shared-findings.ts";
import { shareFindings } from "../shared-findings.ts";

/** As many as a person will read before the fold. */
const MOST = 3;

/** The things to do first: distinct findings that are no advice, errors first, then those of most builds. */
export function renderToDo(builds: readonly BuildResult[]): string[] {
  const found = shareFindings(builds).filter(({ finding }) => finding.severity !== "info");
  if (found.length === 0) return [];
  const lines = found.toSorted(byImportance).slice(0, MOST).map(renderFinding);
  const rest = found.length - lines.length;
  return [
    ["**What to do**", "", ...lines].join("\n"),
    ...(rest > 0 ? [`${rest} more in the job summary.`] : []),
  ];
}

function byImportance(a: SharedFinding, b: SharedFinding): number {
  const errors = Number(b.finding.severity === "error") - Number(a.finding.severity === "error");
  return errors || b.builds.length - a.builds.length;
}

function renderFinding({ finding, builds, cases }: SharedFinding, index: number): string {
  const more = cases.length > 1 ? ` and ${cases.length - 1} more in the job summary` : "";
  const what = `${renderCondition(finding)}${escapeMarkdown(cases[0].evidence, 400)}${more}`;
  const remedy = renderProse(finding.remedy, 400);
  return `${index + 1}. ${renderWhere(builds)}: ${what} (${escapeMarkdown(finding.code)})<br>**Do:** ${remedy}`;
}
