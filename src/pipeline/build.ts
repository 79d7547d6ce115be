import { rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import { writeFileAtomic } from "../io/files.ts";
import type { Log } from "../io/log.ts";
import { onStop } from "../io/on-stop.ts";
import { hashOwnCode, readOwnVersion } from "../io/own-code.ts";
import { writeSurfaces } from "../io/surface-files.ts";
import { renderSummary } from "../report/markdown/summary.ts";
import { buildModel } from "./build-model.ts";
import { mapParallel } from "./limit-parallel.ts";
import { trackProgress } from "./progress.ts";
import type { Result } from "./result/result.ts";
import type { Tools } from "./tools.ts";

/** How many models are worked on at once, and where a run tells what it does. */
export interface RunOptions {
  readonly parallel: number;
  readonly log: Log;
}

/** Builds every model for every target; `result.json` and all that shows it stand beside the artifacts. */
export async function buildAll(
  config: Config,
  openTools: (onStep: Tools["onStep"]) => Tools,
  { parallel, log }: RunOptions,
): Promise<Result> {
  const total = config.models.reduce((sum, { targets }) => sum + targets.length, 0);
  const progress = trackProgress(log, total, () => performance.now());
  const tools = openTools(progress.step);
  const workFolder = await makeWorkFolder(config.outFolder);
  const stayed = onStop(() => {
    rmSync(workFolder, { recursive: true, force: true });
  });
  try {
    const run = { outFolder: config.outFolder, workFolder, toolSha256: await hashOwnCode() };
    const builds = await mapParallel(config.models, parallel, (model) =>
      buildModel(model, run, tools, progress.finished),
    );
    const tool = { name: "dlpu", version: await readOwnVersion() } as const;
    const result: Result = { schemaVersion: 1, tool, builds: builds.flat() };
    await writeResult(config.outFolder, result);
    return result;
  } finally {
    stayed();
    log.close();
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** Below the output, so that finished folders can be moved into place; what a killed run left there goes first. */
async function makeWorkFolder(outFolder: string): Promise<string> {
  const folder = join(outFolder, ".work");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function writeResult(folder: string, result: Result): Promise<void> {
  await writeFileAtomic(join(folder, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
  await writeFileAtomic(join(folder, "summary.md"), renderSummary(result));
  await writeSurfaces(result, folder);
}
