import { loadResult } from "./result-file.ts";
import {
  renderBreakingChanges,
  renderChanges,
  renderChangeSentence,
} from "../report/markdown/changes.ts";
import type { Comparison } from "../report/compare.ts";
import { compareResults } from "../report/compare.ts";

/** `dlpu compare BASE.json HEAD.json`: what changed between two results. */
export async function compare(basePath: string, headPath: string): Promise<Comparison> {
  return compareResults(await loadResult(basePath), await loadResult(headPath));
}

/** The comparison as markdown, as the pull-request comment has it. */
export function renderComparison(comparison: Comparison, baseName: string): string {
  const baseline = { kind: "found", name: baseName, comparison } as const;
  const table = renderChanges(baseline, Number.POSITIVE_INFINITY);
  return [
    renderChangeSentence(baseline),
    ...renderBreakingChanges(baseline, Number.POSITIVE_INFINITY),
    ...(table === undefined ? [] : [table]),
  ].join("\n\n");
}
