import { init } from "../../commands/init.ts";
import { openLog } from "../../io/log.ts";

export async function runInitCommand(): Promise<void> {
  const log = openLog();
  const written = await init(process.cwd());
  for (const path of written) log.line(`wrote ${path}`);
  if (written.length === 0) log.line("dlpu.yml and the workflow are there already");
}
