import type { Finding } from "../check/finding.ts";
import { DlpuError } from "../errors.ts";
import type { Verdict } from "./result.ts";

/** How a build that could not be finished is told. */
export interface Failure {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly finding: Finding;
}

/**
 * Turns what stopped a build into its verdict and a finding with the remedy: the user's model or configuration fails,
 * a toolchain or the machine errs.
 */
export function failureOf(error: unknown, model: string): Failure {
  if (!(error instanceof DlpuError)) throw error;
  const isUser = error.kind === "user";
  return {
    verdict: isUser ? "failed" : "errored",
    reason: error.message,
    finding: {
      code: error.code,
      severity: "error",
      subject: { name: model },
      evidence: error.message,
      remedy: error.remedy,
      source: "dlpu",
    },
  };
}
