import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Config } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import type { ConfigRequest } from "../config/load.ts";
import type { Log } from "../io/log.ts";
import { planParallelism, readMachine, resolveCacheFolder } from "../io/machine.ts";
import { isBelow } from "../io/is-below.ts";
import { openMachineSeal, type Seal, sealOfThisRun } from "../io/machine-key.ts";
import { realFolderIn, withOutFolder } from "../io/out-folder.ts";
import { writeBuildFiles } from "./report-files.ts";
import { findRepository } from "../io/repository.ts";
import { buildAll } from "../pipeline/build/build.ts";
import { openTools } from "../pipeline/step/open-tools.ts";
import type { Result } from "../result/result.ts";
import { renderCounts } from "../report/markdown/grid.ts";
import { countOf } from "../words/numbers.ts";
import { logDevices } from "./log-devices.ts";
import { trackProgress } from "./progress.ts";

/** Ten minutes a step: the largest network tried here took seconds, a hang must still end. */
const STEP_TIMEOUT_MS = 600_000;

/** `dlpu build`: the whole way of every model, to a folder of artifacts. */
export async function build(request: ConfigRequest, log: Log): Promise<Result> {
  const config = await loadConfig(request);
  logDevices(
    config.models.flatMap(({ targets }) => targets),
    log,
  );
  return await buildConfig(config, log);
}

/** Builds what a config says, with the tools of this machine. */
export async function buildConfig(config: Config, log: Log): Promise<Result> {
  return await withOutFolder(config.outFolder, log, (workFolder) =>
    buildInto(workFolder, config, log),
  );
}

async function buildInto(workFolder: string, config: Config, log: Log): Promise<Result> {
  const models = config.models.length;
  const machine = readMachine();
  const parallel = planParallelism(machine, models);
  const builds = config.models.reduce((sum, { targets }) => sum + targets.length, 0);
  const pace = models > 1 ? `, ${countOf(parallel, "model")} at a time` : "";
  log.line(`${countOf(models, "model")}, ${countOf(builds, "build")}${pace}`);
  const limits = {
    timeoutMs: STEP_TIMEOUT_MS,
    memoryBytes: Math.floor((machine.memoryBytes * 0.9) / parallel),
  };
  const { step, finished } = trackProgress(log, builds, () => performance.now());
  const cacheFolder = resolveCacheFolder(process.env);
  const temporaryFolder = await realFolderIn(workFolder, ".tmp");
  const tools = openTools({ cacheFolder, temporaryFolder }, config.compilers, limits, log);
  try {
    // A machine without Python fails here, once, and not in every build.
    await tools.ready();
    const seal = await openSeal(cacheFolder, config);
    const options = { parallel, seal, finished };
    const made = await buildAll(config, workFolder, tools.start(step), options);
    const result = await writeBuildFiles(made, config.outFolder);
    const page = relative(process.cwd(), join(config.outFolder, "report.html"));
    log.line(`${renderCounts(result.builds)}; all about it: ${page}`);
    return result;
  } finally {
    log.close();
    await tools.close();
  }
}

/** The machine's key vouches for stored builds, unless the repository could bring the key, too. */
async function openSeal(cacheFolder: string, { root }: Config): Promise<Seal> {
  const checkout = (await findRepository(root)) ?? root;
  const real = await realpath(cacheFolder).catch(() => cacheFolder);
  return isBelow(real, checkout) ? sealOfThisRun() : await openMachineSeal(real);
}
