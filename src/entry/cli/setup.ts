import { logDevices } from "../../commands/log-devices.ts";
import { runSetup, type SetupCommandOptions } from "../../commands/run-setup.ts";
import { openLog } from "../../io/log.ts";
import { renderSetup } from "../../report/terminal/setup-table.ts";
import { parseSocList } from "../../targets/parse-soc-list.ts";
import { print } from "./print.ts";

export type SetupOptions = SetupCommandOptions & { readonly soc?: string; readonly json: boolean };

export async function runSetupCommand(options: SetupOptions): Promise<void> {
  const socs = options.soc === undefined ? [] : parseSocList(options.soc);
  logDevices(socs, openLog());
  const { report, exitStatus } = await runSetup({ ...options, socs }, openLog());
  print(options.json ? `${JSON.stringify(report, null, 2)}\n` : renderSetup(report));
  process.exitCode = exitStatus;
}
