import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ModelConfig } from "../config/config.ts";
import { sha256, sha256File } from "../io/hash.ts";
import { failedBuild } from "./build-result.ts";
import { buildTarget } from "./build-target.ts";
import { prepareCandidates } from "./candidates.ts";
import type { ModelSource } from "./load-source.ts";
import { loadSource } from "./load-source.ts";
import type { BuildPlan } from "./plan.ts";
import { planBuilds } from "./plan.ts";
import type { BuildResult } from "./result.ts";
import { findStoredBuild, storeBuild } from "./stored-builds.ts";
import type { Tools } from "./tools.ts";

/** Where a run works and writes, and what its content keys share. */
export interface RunFolders {
  readonly outFolder: string;
  /** For files on their way; gone when the run ends. */
  readonly workFolder: string;
  /** SHA-256 over dlpu's own code and the locks of its worker. */
  readonly toolSha256: string;
}

/** Builds one model for all its targets; `finished` hears of each build with the seconds that it took. */
export async function buildModel(
  model: ModelConfig,
  run: RunFolders,
  tools: Tools,
  finished: (build: BuildResult, seconds: number) => void,
): Promise<BuildResult[]> {
  const source = await loadSourceOrError(model.path);
  const readable = source instanceof Error ? undefined : source;
  const plans = planBuilds(model, readable?.kind, {
    modelSha256: readable?.sha256 ?? null,
    calibrationSha256: await sha256Files(model.calibration?.files),
    evaluationSha256: await sha256Evaluation(model),
    toolSha256: run.toolSha256,
  });
  const folder = join(run.workFolder, model.name);
  await mkdir(folder, { recursive: true });
  const build = readable && targetBuilder(model, readable, folder, run, tools);
  const builds: BuildResult[] = [];
  for (const plan of plans) {
    const started = performance.now();
    const result = (await build?.(plan)) ?? failedBuild(model, plan, source);
    finished(result, (performance.now() - started) / 1000);
    builds.push(result);
  }
  await rm(folder, { recursive: true, force: true });
  return builds;
}

/** Builds a plan, or takes the stored build with its key. */
function targetBuilder(
  model: ModelConfig,
  source: ModelSource,
  folder: string,
  run: RunFolders,
  tools: Tools,
): (plan: BuildPlan) => Promise<BuildResult> {
  const candidates = prepareCandidates(model, source, folder, tools);
  return async (plan) => {
    const stored = await findStoredBuild(run.outFolder, model.name, plan);
    if (stored !== undefined) return stored;
    const build = await buildTarget(model, plan, candidates, run.outFolder, tools);
    await storeBuild(run.outFolder, build);
    return build;
  };
}

async function loadSourceOrError(path: string): Promise<ModelSource | Error> {
  try {
    return await loadSource(path);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

async function sha256Evaluation({ evaluation }: ModelConfig): Promise<string | null> {
  const files = await sha256Files(evaluation?.files);
  const labels = evaluation?.files.map((file) => evaluation.labels?.get(file) ?? "") ?? [];
  return files === null ? null : sha256([files, ...labels].join("\n"));
}

async function sha256Files(files: readonly string[] | undefined): Promise<string | null> {
  if (files === undefined) return null;
  return sha256((await Promise.all(files.map(sha256File))).join("\n"));
}
