import { join } from "node:path";
import type { Log } from "../../io/log.ts";
import type { CompilerSources } from "../../toolchain/catalogue/compiler-source.ts";
import type { CompilerId } from "../../targets/compiler-id.ts";
import { findCompiler } from "../../toolchain/compiler.ts";
import { getCompilerFacts } from "../../toolchain/plan-tools.ts";
import type { WorkerEnvironmentName } from "../../toolchain/worker-environment.ts";
import { ensureWorkerEnvironment } from "../../toolchain/worker-environment.ts";
import { PROJECT_ROOT } from "../../io/project-root.ts";
import { WorkerChannel } from "../../worker/channel.ts";
import { once, oncePerKey } from "./once.ts";
import type { StepLimits, Tools } from "./tools.ts";

/** The real tools of a run, with the way to end them. */
export interface OpenTools {
  /** Installs and starts what every run needs. */
  readonly ready: () => Promise<void>;
  readonly start: (onStep: Tools["onStep"]) => Tools;
  readonly close: () => Promise<void>;
}

/** Where tools are kept between runs, and where those of this run put temporary files. */
export interface ToolFolders {
  readonly cacheFolder: string;
  readonly temporaryFolder: string;
}

/** Opens the tools: each of the worker's environments is installed and started when a step first needs it. */
export function openTools(
  { cacheFolder, temporaryFolder }: ToolFolders,
  compilers: CompilerSources,
  limits: StepLimits,
  log: Log,
): OpenTools {
  const started: Promise<WorkerChannel>[] = [];
  const worker = oncePerKey((name: WorkerEnvironmentName) => {
    const opening = startWorker(name, { cacheFolder, temporaryFolder }, log);
    started.push(opening);
    return opening;
  });
  const versions = once(async () => {
    const core = await worker("core");
    const { python, packages } = (await core.call("versions", {}, limits)).result;
    return { python, ...packages };
  });
  const compiler = oncePerKey((tool: CompilerId) =>
    findCompiler({ ...getCompilerFacts(tool), source: compilers[tool] }, cacheFolder),
  );
  return {
    ready: async () => {
      await worker("core");
    },
    start: (onStep) => ({
      worker,
      versions,
      compiler: ({ tool }) => compiler(tool),
      limits,
      onStep,
    }),
    close: async () => {
      const workers = await Promise.allSettled(started);
      await Promise.all(
        workers.map(async (result) => {
          if (result.status === "fulfilled") await result.value.close();
        }),
      );
    },
  };
}

async function startWorker(
  name: WorkerEnvironmentName,
  { cacheFolder, temporaryFolder }: ToolFolders,
  log: Log,
): Promise<WorkerChannel> {
  log.status(`preparing the ${name} environment (the first time this downloads packages)`);
  const started = performance.now();
  const environment = await ensureWorkerEnvironment(name, cacheFolder, process.env);
  if (!environment.reused) {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log.line(
      `installed the ${name} environment for Python ${environment.pythonVersion} in ${seconds} s`,
    );
  }
  return new WorkerChannel(environment.python, join(PROJECT_ROOT, "worker"), temporaryFolder);
}
