import type { CheckResult } from "../check/check.ts";
import type { Graph } from "../graph/graph.ts";
import type { WantedRewrite } from "../targets/legalizing.ts";

/** A file as a target sees it. */
export interface Judged {
  readonly graph: Graph;
  readonly checked: CheckResult;
}

/**
 * The operators that a rewrite is called for, by position; `null` for wherever it applies, `undefined` where nothing
 * calls for it.
 */
export function findSites(
  { cures, operators = [] }: WantedRewrite,
  { graph, checked }: Judged,
): readonly number[] | null | undefined {
  const placed = checked.operators.filter(({ reasons }) =>
    reasons.some((code) => cures.includes(code)),
  );
  if (placed.length > 0) return placed.map(({ index }) => index);
  const isFound = checked.findings.some(({ code }) => cures.includes(code));
  const isPresent = graph.subgraphs[0]?.operators.some(({ name }) => operators.includes(name));
  return isFound || isPresent === true ? null : undefined;
}

/** Whether a rewritten file serves its target worse: more errors, or as many and more operators on the CPU. */
export function isWorse(before: CheckResult, after: CheckResult): boolean {
  const errors = countErrors(after) - countErrors(before);
  return errors === 0 ? countOnCpu(after) > countOnCpu(before) : errors > 0;
}

/** Codes that a file broke before a rewrite and does not break after it. */
export function findCured(
  { cures }: WantedRewrite,
  before: CheckResult,
  after: CheckResult,
): string[] {
  const [broken, left] = [codesOf(before), codesOf(after)];
  return cures.filter((code) => broken.has(code) && !left.has(code));
}

function codesOf({ findings, operators }: CheckResult): ReadonlySet<string> {
  return new Set([
    ...findings.map(({ code }) => code),
    ...operators.flatMap(({ reasons }) => reasons),
  ]);
}

function countErrors({ findings }: CheckResult): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

function countOnCpu({ operators }: CheckResult): number {
  return operators.filter(({ placement }) => placement === "cpu").length;
}
