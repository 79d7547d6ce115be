import { join } from "node:path";
import type { Result } from "../result/result.ts";
import { renderComment } from "../report/markdown/comment.ts";
import { renderJobSummary } from "../report/markdown/job-summary.ts";
import { renderSummary } from "../report/markdown/summary.ts";
import type { Past, Report } from "../report/report.ts";
import { keepShowable } from "../pipeline/build/keep-showable.ts";
import { SURFACES } from "../report/surfaces.ts";
import { writeFileAtomic } from "../io/files.ts";

/** Where the rendered surfaces of a report are. */
export interface ReportFiles {
  readonly result: string;
  readonly summary: string;
  readonly comment: string;
  /** Page, JUnit XML and badges. */
  readonly surfaces: readonly string[];
}

/**
 * Writes what a build itself says of its result: `result.json`, `summary.md`, the page, JUnit XML and badges.
 *
 * Gives the result as it was written: a build that broke what shows it is `errored` in it.
 */
export async function writeBuildFiles(made: Result, folder: string): Promise<Result> {
  const result = keepShowable(made, (shown) => [renderSummary(shown), ...renderAll(shown, {})]);
  await writeResult(join(folder, "result.json"), result);
  await writeFileAtomic(join(folder, "summary.md"), renderSummary(result));
  await writeSurfaces(result, folder);
  return result;
}

function renderAll(result: Result, past: Past): readonly string[] {
  return [...SURFACES.values()].map((render) => render(result, past));
}

/**
 * Writes every surface of a report: `result.json` merged, `summary.md` in full, `comment.md` as it is posted, the page,
 * JUnit XML and badges.
 */
export async function writeReportFiles(
  assembled: Report,
  folder: string,
  commentKey: string,
): Promise<ReportFiles> {
  const report = {
    ...assembled,
    result: keepShowable(assembled.result, (result) => [
      renderJobSummary({ ...assembled, result }, "all"),
      ...renderAll(result, assembled),
    ]),
  };
  const files = {
    result: join(folder, "result.json"),
    summary: join(folder, "summary.md"),
    comment: join(folder, "comment.md"),
  };
  await writeResult(files.result, report.result);
  await writeFileAtomic(files.summary, renderJobSummary(report, "all"));
  await writeFileAtomic(files.comment, `${renderComment(report, commentKey)}\n`);
  return { ...files, surfaces: await writeSurfaces(report.result, folder, report) };
}

async function writeResult(path: string, result: Result): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(result, null, 2)}\n`);
}

/** Writes the page, JUnit XML and the badges of a result into a folder; the files' paths. */
async function writeSurfaces(
  result: Result,
  folder: string,
  past: Past = {},
): Promise<readonly string[]> {
  const files = [...SURFACES].map(([name, render]) => ({
    path: join(folder, name),
    text: render(result, past),
  }));
  for (const { path, text } of files) await writeFileAtomic(path, text);
  return files.map(({ path }) => path);
}
