import { loadCompilerSources } from "../config/load.ts";
import type { Log } from "../io/log.ts";
import { resolveCacheFolder } from "../io/machine.ts";
import type { SocChoice } from "../targets/parse-soc-list.ts";
import { exportTools, importTools } from "../toolchain/bundle.ts";
import { planTools } from "../toolchain/plan-tools.ts";
import type { SetupContext } from "../toolchain/set-up-tool.ts";
import { setup } from "./setup.ts";
import { type SetupReport } from "../report/terminal/setup-table.ts";
import { countOf } from "../words/numbers.ts";

/** What a person asks `dlpu setup` for. */
export interface SetupCommandOptions {
  readonly config?: string;
  readonly tensorflow: boolean;
  readonly dryRun: boolean;
  readonly verify: boolean;
  readonly offline: boolean;
  readonly export?: string;
  readonly import?: string;
}

/** `dlpu setup` as typed: plans the tools, brings them in or out, and makes them ready. */
export async function runSetup(
  options: SetupCommandOptions & { readonly socs: readonly SocChoice[] },
  log: Log,
): Promise<{ readonly report: SetupReport; readonly exitStatus: 0 | 3 }> {
  const isOffline = options.offline || options.import !== undefined;
  const environment = { ...process.env, ...(isOffline ? { DLPU_OFFLINE: "1" } : {}) };
  const compilers = await loadCompilerSources({
    folder: process.cwd(),
    configPath: options.config,
  });
  const cacheFolder = resolveCacheFolder(environment);
  const context: SetupContext = { cacheFolder, environment, compilers, depth: "stamps" };
  const socs = options.socs.map(({ soc }) => soc);
  const tools =
    options.import === undefined
      ? planTools(socs, options)
      : await importTools(options.import, context);
  if (options.export !== undefined) {
    log.status("collecting what an offline machine needs");
    const { files } = await exportTools(options.export, tools, context);
    log.line(`wrote ${countOf(files.length, "file")} to ${options.export}`);
  }
  const { dryRun, verify } = options;
  const report = await setup(tools, log, { compilers, environment, dryRun, verify });
  const hasFailed = report.tools.some(({ outcome }) => outcome === "failed");
  return { report, exitStatus: hasFailed ? 3 : 0 };
}
