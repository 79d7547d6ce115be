import { join } from "node:path";
import { renderComment } from "../report/markdown/comment.ts";
import { renderJobSummary } from "../report/markdown/job-summary.ts";
import type { Report } from "../report/report.ts";
import { writeFileAtomic } from "./files.ts";
import { writeSurfaces } from "./surface-files.ts";

/** Where the rendered surfaces of a report are. */
export interface ReportFiles {
  readonly result: string;
  readonly summary: string;
  readonly comment: string;
  /** Page, JUnit XML and badges. */
  readonly surfaces: readonly string[];
}

/**
 * Writes every surface of a report: `result.json` merged, `summary.md` in full, `comment.md` as it is posted, the page,
 * JUnit XML and badges.
 */
export async function writeReportFiles(
  report: Report,
  folder: string,
  commentKey: string,
): Promise<ReportFiles> {
  const files = {
    result: join(folder, "result.json"),
    summary: join(folder, "summary.md"),
    comment: join(folder, "comment.md"),
  };
  await writeFileAtomic(files.result, `${JSON.stringify(report.result, null, 2)}\n`);
  await writeFileAtomic(files.summary, renderJobSummary(report, "all"));
  await writeFileAtomic(files.comment, `${renderComment(report, commentKey)}\n`);
  return { ...files, surfaces: await writeSurfaces(report.result, folder, report) };
}
