import type { Finding } from "../check/finding.ts";
import type { BuildResult } from "../pipeline/result.ts";
import { groupBy } from "./group-by.ts";

/** A finding that several builds share, said once. */
export interface SharedFinding {
  readonly finding: Finding;
  readonly builds: readonly [BuildResult, ...BuildResult[]];
}

/** Every distinct finding with the builds that have it, in the order of the builds. */
export function shareFindings(builds: readonly BuildResult[]): SharedFinding[] {
  const all = builds.flatMap((build) => build.findings.map((finding) => ({ finding, build })));
  const shared = groupBy(all, ({ finding }) => JSON.stringify(finding));
  return [...shared.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ finding: first.finding, builds: [first.build, ...others.map(({ build }) => build)] }],
  );
}
