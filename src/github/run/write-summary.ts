import * as core from "@actions/core";
import { fitMarkdown } from "../../report/markdown/fit.ts";
import { renderJobSummary } from "../../report/markdown/job-summary.ts";
import type { Report } from "../../report/report.ts";

/**
 * A runner drops a summary of more than 1 MiB altogether, and it masks secrets line by line after that count
 * (actions/runner, FileCommandManager.cs, read 2026-11-22); the rest of the MiB is for other steps' lines.
 */
const LIMIT_BYTES = 900 * 1024;

/** Writes the job summary, as much of it as fits. */
export async function writeJobSummary(report: Report): Promise<void> {
  if (process.env["GITHUB_STEP_SUMMARY"] === undefined) return;
  const text = fitMarkdown((scope) => renderJobSummary(report, scope), LIMIT_BYTES);
  await core.summary.addRaw(text, true).write();
}
