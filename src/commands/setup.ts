import type { PreparedTool, SetupReport } from "../report/terminal/setup-table.ts";
import type { Log } from "../io/log.ts";
import { resolveCacheFolder } from "../io/machine.ts";
import type { CompilerSources } from "../toolchain/catalogue/compiler-source.ts";
import type { SetupTool } from "../toolchain/catalogue/tool.ts";
import { inspectTool, type SetupContext, setUpTool } from "../toolchain/set-up-tool.ts";

export interface SetupOptions {
  /** Compilers that the user brings. */
  readonly compilers?: CompilerSources;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  /** Reads every byte of what is installed, instead of comparing sizes. */
  readonly verify?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  /** Hears of each tool when it is done with. */
  readonly finished?: (tool: PreparedTool) => void;
}

/**
 * `dlpu setup`: makes tools ready and says what is where.
 *
 * @throws EnvironmentError when the worker cannot be installed; a compiler that cannot is a `failed` line of the report.
 */
export async function setup(
  tools: readonly SetupTool[],
  log: Log,
  options: SetupOptions = {},
): Promise<SetupReport> {
  const context = contextOf(options);
  const prepared: PreparedTool[] = [];
  for (const id of tools) {
    log.status(`preparing ${id}`);
    const started = performance.now();
    const work = options.dryRun === true ? inspectTool : setUpTool;
    const state = await work(id, context);
    const tool = { ...state, seconds: (performance.now() - started) / 1000 };
    options.finished?.(tool);
    prepared.push(tool);
  }
  return { schemaVersion: 1, cacheFolder: context.cacheFolder, tools: prepared };
}

function contextOf(options: SetupOptions): SetupContext {
  const environment = options.environment ?? process.env;
  return {
    cacheFolder: resolveCacheFolder(environment),
    environment,
    compilers: options.compilers ?? {},
    depth: options.verify === true ? "hashes" : "stamps",
  };
}
