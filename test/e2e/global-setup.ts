import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installAct } from "./harness/install-act.ts";
import { stageAction } from "./harness/stage-action.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the act executable. */
    act: string;
    /** Folder of the staged action. */
    stage: string;
  }
}

/** Installs act and stages the action once for all files of the suite. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-stage-"));
  project.provide("act", await installAct());
  await stageAction(folder, { standIn: true });
  project.provide("stage", folder);
  return async () => {
    await rm(folder, { recursive: true, force: true });
  };
}
