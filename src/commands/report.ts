import { loadResult, loadResults } from "../io/result-file.ts";
import { writeReportFiles } from "../io/report-files.ts";
import { compareResults } from "../report/compare.ts";
import { mergeResults } from "../report/merge-results.ts";
import type { Baseline, Report } from "../report/report.ts";

/** What `dlpu report` is asked for. */
export interface ReportRequest {
  /** Output folders of builds, or folders of downloaded artifacts. */
  readonly folders: readonly string[];
  readonly baselinePath: string | undefined;
  readonly outFolder: string;
}

/** `dlpu report`: merges results and writes `result.json` and everything that shows it. */
export async function report(request: ReportRequest): Promise<Report> {
  const result = mergeResults(await loadResults(request.folders));
  const merged: Report = {
    result,
    missing: [],
    baseline: await compareWithFile(result, request.baselinePath),
    artifacts: [],
    run: undefined,
  };
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
