import { availableParallelism, homedir, totalmem } from "node:os";
import { join } from "node:path";

const GIB = 1024 ** 3;

/** What this machine offers to a run. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** Reads the machine's cores and memory. */
export function readMachine(): Machine {
  return { cores: availableParallelism(), memoryBytes: totalmem() };
}

/** How many of so many models are worked on at once: up to the cores, with 3 GiB of memory each. */
export function planParallelism({ cores, memoryBytes }: Machine, models: number): number {
  return Math.max(1, Math.min(models, cores, Math.floor(memoryBytes / (3 * GIB))));
}

/**
 * Where dlpu keeps toolchains between runs: `DLPU_CACHE`, else the runner's tool cache, else the XDG cache folder.
 */
export function resolveCacheFolder(environment: NodeJS.ProcessEnv): string {
  const runner = environment["RUNNER_TOOL_CACHE"];
  return (
    environment["DLPU_CACHE"] ??
    (runner === undefined ? undefined : join(runner, "dlpu")) ??
    join(environment["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "dlpu")
  );
}
