import type { Finding } from "../result/finding.ts";
import type { BuildResult } from "../result/result.ts";
import { groupBy } from "../group-by.ts";

/** A finding as a reader acts on it: said once, however many builds have it and whatever was seen in each. */
export interface SharedFinding {
  readonly finding: Omit<Finding, "subject" | "evidence">;
  /** All builds that have it. */
  readonly builds: NonEmpty<BuildResult>;
  readonly cases: NonEmpty<FindingCase>;
}

/** What was seen, with the builds in which it is the same. */
export interface FindingCase {
  readonly evidence: string;
  readonly builds: NonEmpty<BuildResult>;
}

type NonEmpty<T> = readonly [T, ...T[]];

interface Seen {
  readonly finding: Finding;
  readonly build: BuildResult;
}

/** Every distinct thing to do with what was seen, in the order of the builds. */
export function shareFindings(builds: readonly BuildResult[]): SharedFinding[] {
  const all = builds.flatMap((build) => build.findings.map((finding) => ({ finding, build })));
  return groupNonEmpty(all, actionOf).map((seen) => {
    const [first, ...others] = groupNonEmpty(seen, evidenceOf).map(caseOf);
    const cases: SharedFinding["cases"] = [first ?? caseOf(seen), ...others];
    return { finding: seen[0].finding, builds: buildsOf(seen), cases };
  });
}

function actionOf({ finding: { code, severity, remedy, source } }: Seen): string {
  return JSON.stringify([code, severity, remedy, source]);
}

function caseOf(seen: NonEmpty<Seen>): FindingCase {
  return { evidence: seen[0].finding.evidence, builds: buildsOf(seen) };
}

function evidenceOf({ finding }: Seen): string {
  return finding.evidence;
}

/** A build may have a finding several times, at different operators. */
function buildsOf([first, ...others]: NonEmpty<Seen>): NonEmpty<BuildResult> {
  const rest = new Set(others.map(({ build }) => build));
  rest.delete(first.build);
  return [first.build, ...rest];
}

function groupNonEmpty<T>(items: readonly T[], keyOf: (item: T) => string): NonEmpty<T>[] {
  return [...groupBy(items, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others]],
  );
}
