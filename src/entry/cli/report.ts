import { report } from "../../commands/report.ts";
import { exitStatusOf } from "../../pipeline/verdict.ts";
import { renderSummary } from "../../report/summary.ts";
import { print } from "./print.ts";

export async function runReportCommand(
  folders: string[],
  { baseline, out }: { baseline?: string; out: string },
): Promise<void> {
  const { result } = await report({ folders, baselinePath: baseline, outFolder: out });
  print(renderSummary(result));
  process.exitCode = exitStatusOf(result);
}
