import { rmSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import { onStop } from "../../io/on-stop.ts";
import { hashOwnCode, readOwnVersion } from "../../io/own-code.ts";
import { type BuildListener, buildModel } from "./build-model.ts";
import { mapParallel } from "./limit-parallel.ts";
import type { Result } from "../../result/result.ts";
import type { Tools } from "../step/tools.ts";

/** How many models are worked on at once, and who hears of each finished build. */
export interface RunOptions {
  readonly parallel: number;
  readonly finished: BuildListener;
}

/** Builds every model for every target; the artifacts stand in the config's output folder. */
export async function buildAll(
  config: Config,
  tools: Tools,
  { parallel, finished }: RunOptions,
): Promise<Result> {
  const workFolder = await makeWorkFolder(config.outFolder);
  const stayed = onStop(() => {
    rmSync(workFolder, { recursive: true, force: true });
  });
  try {
    const run = { outFolder: config.outFolder, workFolder, toolSha256: await hashOwnCode() };
    const builds = await mapParallel(config.models, parallel, (model) =>
      buildModel(model, run, tools, finished),
    );
    const tool = { name: "dlpu", version: await readOwnVersion() } as const;
    return { schemaVersion: 1, tool, builds: builds.flat() };
  } finally {
    stayed();
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
