import * as core from "@actions/core";
import { InternalError, ownedError } from "../../errors.ts";
import { renderCounts } from "../../report/markdown/grid.ts";
import type { FailOn, Report } from "../../report/report.ts";
import { isFailure, overallVerdict } from "../../report/report.ts";
import { withoutCommands } from "./runner-log.ts";

/** Runs an action's work; a failure becomes one annotation, the output `problem`, and a red step. */
export async function runAction(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const problem = explain(error);
    core.setOutput("problem", problem);
    failStep(problem);
    if (ownedError(error) instanceof InternalError) core.info(withoutCommands(stackOf(error)));
  }
}

/** Makes the step red, with a message that stands alone. */
export function failStep(message: string): void {
  core.setFailed(withoutCommands(message));
}

/** Publishes the verdict of the whole, and makes the step red where that was asked for. */
export function failOnVerdict(report: Pick<Report, "result" | "missing">, failOn: FailOn): void {
  const verdict = overallVerdict(report);
  core.setOutput("verdict", verdict);
  const missing = report.missing.length === 0 ? "" : `, ${report.missing.length} missing`;
  const counts = `${renderCounts(report.result.builds)}${missing}`;
  if (isFailure(verdict, failOn)) failStep(`dlpu: ${counts}`);
  else core.info(counts);
}

function explain(error: unknown): string {
  const { message, remedy } = ownedError(error);
  return `${message}${/[.!?]$/.test(message) ? "" : "."} ${remedy}`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
