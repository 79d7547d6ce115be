import type { Finding } from "../../result/finding.ts";
import type { ModelConfig } from "../../config/config.ts";
import { ownedError } from "../../errors.ts";
import type { Verdict } from "../../result/result.ts";

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
export function failureOf(
  thrown: unknown,
  { path, shownPath }: Pick<ModelConfig, "path" | "shownPath">,
): Failure {
  const error = ownedError(thrown);
  const isUser = error.kind === "user";
  const message = error.message.replaceAll(path, shownPath); // No path of this machine in a result.
  const reason = namesModel(message, shownPath) ? message : `${shownPath}: ${message}`;
  return {
    verdict: isUser ? "failed" : "errored",
    reason,
    finding: {
      code: error.code,
      severity: "error",
      subject: { name: shownPath },
      evidence: reason,
      remedy: error.remedy,
      source: "dlpu",
    },
  };
}

/** Whether a message says which model it is about; steps know files by their paths, or only by their own names. */
function namesModel(message: string, model: string): boolean {
  return message.includes(model.split("/").at(-1) ?? model);
}
