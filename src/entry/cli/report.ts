import { report } from "../../commands/report.ts";
import { openLog } from "../../io/log.ts";
import { exitStatusOf } from "../../result/verdict.ts";
import { renderJobSummary } from "../../report/markdown/job-summary.ts";
import { print } from "./print.ts";

export interface ReportOptions {
  readonly baseline?: string;
  readonly out: string;
  readonly history?: string;
  readonly commit?: string;
  readonly date?: string;
}

export async function runReportCommand(folders: string[], options: ReportOptions): Promise<void> {
  const { baseline, out: outFolder, history: path, commit, date } = options;
  const history = path === undefined ? undefined : { path, commit, date };
  const whole = await report({ folders, baselinePath: baseline, outFolder, history }, openLog());
  print(renderJobSummary(whole, "all"));
  process.exitCode = exitStatusOf(whole.result);
}
