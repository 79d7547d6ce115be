import type { BuildResult, Result, Verdict } from "../result/result.ts";
import type { Soc } from "../result/soc.ts";
import type { Comparison } from "./compare.ts";
import type { HistoryEntry } from "./history/history.ts";

/** A run as readers meet it: what was built, what never arrived, what changed, and where to get the files. */
export interface Report {
  readonly result: Result;
  /** What was expected and never arrived, each in a line that stands alone. */
  readonly missing: readonly string[];
  readonly baseline: Baseline;
  /** Commits up to this run's own, oldest first; empty where no history is kept. */
  readonly history: readonly HistoryEntry[];
  readonly artifacts: readonly StoredArtifact[];
  /** The workflow run that built it; `undefined` outside of GitHub. */
  readonly run: RunReference | undefined;
}

/** What came before a result: what it is compared with, and the commits up to it. */
export type Past = Partial<Pick<Report, "baseline" | "history">>;

/** The stored result that this one is compared with, or why there is none. */
export type Baseline =
  | { readonly kind: "found"; readonly name: string; readonly comparison: Comparison }
  | { readonly kind: "none"; readonly reason: string };

/** One artifact of the workflow run. */
export interface StoredArtifact {
  readonly soc: Soc;
  readonly name: string;
  readonly id: number;
  /** SHA-256 of the zip; `null` where the service does not tell. */
  readonly sha256: string | null;
  readonly url: string;
}

export interface RunReference {
  readonly url: string;
  /** The commit that a reader knows: of a pull request, its head. */
  readonly commit: string;
}

/** Which verdicts fail a step: errors, also warnings, or none. */
export const FAIL_ON = ["error", "warning", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** The verdict of the whole: the worst of its builds; what never arrived counts as an error of the machine. */
export function overallVerdict({ result, missing }: Pick<Report, "result" | "missing">): Verdict {
  const worst = WORST_FIRST.find((verdict) =>
    result.builds.some((build) => build.verdict === verdict),
  );
  return missing.length > 0 ? "errored" : (worst ?? "skipped");
}

/** Whether a verdict fails the step. */
export function isFailure(verdict: Verdict, failOn: FailOn): boolean {
  return FAILING[failOn].includes(verdict);
}

/** Builds that a reader should look at before the others: worst first, then as they came. */
export function worstFirst(builds: readonly BuildResult[]): BuildResult[] {
  return builds.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ verdict }: BuildResult): number {
  return WORST_FIRST.indexOf(verdict);
}

const WORST_FIRST: readonly Verdict[] = ["errored", "failed", "warned", "passed", "skipped"];

const FAILING: Readonly<Record<FailOn, readonly Verdict[]>> = {
  error: ["failed", "errored"],
  warning: ["warned", "failed", "errored"],
  never: [],
};
