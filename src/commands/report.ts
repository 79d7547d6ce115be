import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { readCommit } from "../io/commit.ts";
import { recordInHistory, resolveHistoryPath } from "./history-file.ts";
import type { Log } from "../io/log.ts";
import { claimOutFolder } from "../io/out-folder.ts";
import { writeReportFiles } from "./report-files.ts";
import { loadResult, loadResults } from "./result-file.ts";
import type { Result } from "../result/result.ts";
import { compareResults } from "../report/compare.ts";
import { entryOf, type HistoryEntry, historyUpTo } from "../report/history/history.ts";
import { commitSchema, dateSchema } from "../report/history/parse-history.ts";
import { mergeResults } from "../report/merge-results.ts";
import type { Baseline, Report } from "../report/report.ts";
import { countOf } from "../words/numbers.ts";

/** What `dlpu report` is asked for. */
export interface ReportRequest {
  /** Output folders of builds, or folders of downloaded artifacts. */
  readonly folders: readonly string[];
  readonly baselinePath: string | undefined;
  readonly outFolder: string;
  readonly history: HistoryRequest | undefined;
}

/** Where the history is kept, and what is added to it. */
export interface HistoryRequest {
  /** A folder, or a file. */
  readonly path: string;
  /** The commit that was built; git is asked where it is not named. */
  readonly commit: string | undefined;
  /** ISO 8601; now where it is not named. */
  readonly date: string | undefined;
}

/** `dlpu report`: merges results and writes `result.json` and everything that shows it. */
export async function report(request: ReportRequest, log: Log): Promise<Report> {
  const result = mergeResults(await loadResults(request.folders));
  const merged: Report = {
    result,
    missing: [],
    baseline: await compareWithFile(result, request.baselinePath),
    history: request.history === undefined ? [] : await record(result, request.history, log),
    artifacts: [],
    run: undefined,
  };
  await claimOutFolder(resolve(request.outFolder));
  await writeReportFiles(merged, request.outFolder, "dlpu");
  return merged;
}

/** Compares a result with a `result.json` on disk. */
export async function compareWithFile(
  result: Report["result"],
  path: string | undefined,
): Promise<Baseline> {
  if (path === undefined) return { kind: "none", reason: "none was named." };
  const comparison = compareResults(await loadResult(path), result);
  return { kind: "found", name: path, comparison };
}

/** Adds a result to a stored history; the part of it that ends with this result. */
async function record(
  result: Result,
  request: HistoryRequest,
  log: Log,
): Promise<readonly HistoryEntry[]> {
  const commit = request.commit?.toLowerCase() ?? (await readCommit(process.cwd()));
  const date = request.date ?? new Date().toISOString();
  if (!commitSchema.safeParse(commit).success) {
    throw new UserError(`"${commit}" is no commit.`, "Give --commit 7 to 64 hexadecimal digits.");
  }
  if (!dateSchema.safeParse(date).success) {
    throw new UserError(`"${date}" is no date.`, "Write --date as 2026-11-22T20:15:00Z.");
  }
  const path = await resolveHistoryPath(request.path);
  const entries = await recordInHistory(path, entryOf(result, { commit, date }), log);
  log.line(`${path}: ${countOf(entries.length, "commit")}`);
  return historyUpTo(entries, commit);
}
