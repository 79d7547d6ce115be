import { writeFile } from "node:fs/promises";
import { runCheck } from "../../commands/check.ts";
import { logDevices } from "../../commands/log-devices.ts";
import { openLog } from "../../io/log.ts";
import { readOwnVersion } from "../../io/own-code.ts";
import { renderCheckJson } from "../../report/check-json.ts";
import { renderCheckTable } from "../../report/terminal/check-table.ts";
import { renderSarif } from "../../report/sarif.ts";
import { parseSocList } from "../../targets/parse-soc-list.ts";
import { print } from "./print.ts";

export interface CheckOptions {
  readonly soc: string;
  readonly json: boolean;
  readonly sarif?: string;
}

export async function runCheckCommand(models: string[], options: CheckOptions): Promise<void> {
  logDevices(parseSocList(options.soc), openLog());
  const { report, exitStatus } = await runCheck({ models, socs: options.soc });
  const colour = process.stdout.isTTY;
  print(options.json ? renderCheckJson(report) : renderCheckTable(report, { colour }));
  if (options.sarif !== undefined) {
    await writeFile(options.sarif, renderSarif(report, await readOwnVersion()));
  }
  process.exitCode = exitStatus;
}
