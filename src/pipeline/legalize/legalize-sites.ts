import type { CheckResult } from "../../check/check.ts";
import type { Graph } from "../../graph/graph.ts";
import type { WantedRewrite } from "../../targets/legalizing.ts";

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

/**
 * Whether a rewritten file serves its target better: fewer errors, else fewer operators on the CPU, findings, or
 * operators at all, in this order.
 *
 * Of a file that is refused as a whole before and after, every rewrite without a new error is kept: it may take several
 * until the target takes the file.
 */
export function isBetter(before: CheckResult, after: CheckResult): boolean {
  const errors = countErrors(after) - countErrors(before);
  if (errors !== 0) return errors < 0;
  if (isAllOnCpu(before) && isAllOnCpu(after)) return true;
  const differences = [
    countOnCpu(after) - countOnCpu(before),
    after.findings.length - before.findings.length,
    after.operators.length - before.operators.length,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) < 0;
}

/** Codes that fewer operators break after a rewrite than before it. */
export function findCured(
  { cures }: WantedRewrite,
  before: CheckResult,
  after: CheckResult,
): string[] {
  return cures.filter((code) => countBroken(code, after) < countBroken(code, before));
}

/** Findings name several operators at once; placements count them. */
function countBroken(code: string, { findings, operators }: CheckResult): number {
  const placed = operators.filter(({ reasons }) => reasons.includes(code)).length;
  return placed + findings.filter((finding) => finding.code === code).length;
}

function countErrors({ findings }: CheckResult): number {
  return findings.filter(({ severity }) => severity === "error").length;
}

function countOnCpu({ operators }: CheckResult): number {
  return operators.filter(({ placement }) => placement === "cpu").length;
}

function isAllOnCpu(checked: CheckResult): boolean {
  return countOnCpu(checked) === checked.operators.length;
}
