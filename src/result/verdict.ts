import type { Finding } from "./finding.ts";
import type { BuildResult, Result, Verdict } from "./result.ts";

/** The verdict that findings alone give a finished build. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === "error")) return "failed";
  if (findings.some(({ severity }) => severity === "warning")) return "warned";
  return "passed";
}

/** The process exit status of a run: 0 nothing failed, 1 a build failed its checks, 3 a toolchain or the machine failed. */
export function exitStatusOf(result: Result): 0 | 1 | 3 {
  if (result.builds.some(({ verdict }) => verdict === "errored")) return 3;
  if (result.builds.some(({ verdict }) => verdict === "failed")) return 1;
  return 0;
}

/** From best to worst, as a reader wants to meet them in a summary. */
const ORDER: readonly Verdict[] = ["passed", "warned", "skipped", "failed", "errored"];

/** How many builds ended how, without the verdicts that none has. */
export function countVerdicts(builds: readonly BuildResult[]): [Verdict, number][] {
  return ORDER.map((verdict): [Verdict, number] => [
    verdict,
    builds.filter((build) => build.verdict === verdict).length,
  ]).filter(([, count]) => count > 0);
}
