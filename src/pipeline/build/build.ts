import { rmSync } from "node:fs";
import type { Config } from "../../config/config.ts";
import type { Seal } from "../../io/machine-key.ts";
import { onStop } from "../../io/on-stop.ts";
import { hashOwnCode, readOwnVersion } from "../../io/own-code.ts";
import { type BuildListener, buildModel } from "./build-model.ts";
import { mapParallel } from "./limit-parallel.ts";
import type { Result } from "../../result/result.ts";
import type { Tools } from "../step/tools.ts";

/** How many models are worked on at once, who vouches for stored builds, and who hears of what happens. */
export interface RunOptions {
  readonly parallel: number;
  readonly seal: Seal;
  readonly finished: BuildListener;
}

/** Builds every model for every target; the artifacts stand in the config's output folder, which is the run's own. */
export async function buildAll(
  { outFolder, models }: Pick<Config, "outFolder" | "models">,
  workFolder: string,
  tools: Tools,
  { parallel, seal, finished }: RunOptions,
): Promise<Result> {
  const stayed = onStop(() => {
    rmSync(workFolder, { recursive: true, force: true });
  });
  try {
    const run = { outFolder, workFolder, seal, toolSha256: await hashOwnCode() };
    const builds = await mapParallel(models, parallel, (model) =>
      buildModel(model, run, tools, finished),
    );
    const tool = { name: "dlpu", version: await readOwnVersion() } as const;
    return { schemaVersion: 1, tool, builds: builds.flat() };
  } finally {
    stayed();
  }
}
