import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ModelConfig } from "../../config/config.ts";
import { failedBuild } from "./build-result.ts";
import { buildTarget } from "./build-target.ts";
import { prepareCutCandidates } from "../candidate/cut-candidates.ts";
import type { ModelSource } from "../import/load-source.ts";
import { loadSource } from "../import/load-source.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { BuildPlan } from "../plan/plan.ts";
import { planBuilds } from "../plan/plan.ts";
import type { BuildResult } from "../../result/result.ts";
import type { RunFolders } from "./run-folders.ts";
import { findStoredBuild, storeBuild } from "./stored-builds.ts";
import { targetOf } from "../../targets/catalogue.ts";
import type { BuildInputs } from "../plan/content-key.ts";
import { hashData } from "../samples/data-hashes.ts";
import type { Tools } from "../step/tools.ts";

/** Hears of each finished build, with the seconds that it took. */
export type BuildListener = (build: BuildResult, seconds: number) => void;

/** Builds one model for all its targets; whatever goes wrong is the verdict of its builds and stops no other model. */
export async function buildModel(
  model: ModelConfig,
  run: RunFolders,
  tools: Tools,
  finished: BuildListener,
): Promise<BuildResult[]> {
  const folder = join(run.workFolder, model.name);
  const { plans, build } = await prepareOrFail(model, folder, run, tools);
  const builds: BuildResult[] = [];
  for (const plan of plans) {
    const started = performance.now();
    const result = await build(plan).catch((error: unknown) => failedBuild(model, plan, error));
    finished(result, (performance.now() - started) / 1000);
    builds.push(result);
  }
  await rm(folder, { recursive: true, force: true }).catch(() => undefined); // It goes with the run's folder.
  return builds;
}

interface Prepared {
  readonly plans: readonly BuildPlan[];
  readonly build: (plan: BuildPlan) => Promise<BuildResult>;
}

/** A model that cannot be prepared keeps a place for each of its builds. */
async function prepareOrFail(
  model: ModelConfig,
  folder: string,
  run: RunFolders,
  tools: Tools,
): Promise<Prepared> {
  try {
    return await prepare(model, folder, run, tools);
  } catch (error) {
    const plans = planBuilds(model, undefined, {
      modelSha256: null,
      calibrationSha256: null,
      evaluationSha256: null,
      labelsSha256: null,
      toolSha256: run.toolSha256,
    });
    return { plans, build: (plan) => Promise.resolve(failedBuild(model, plan, error)) };
  }
}

async function prepare(
  model: ModelConfig,
  folder: string,
  run: RunFolders,
  tools: Tools,
): Promise<Prepared> {
  const source = await loadSourceOrError(model.path);
  const readable = source instanceof Error ? undefined : source;
  const hashes = await hashData(model);
  const plans = planBuilds(model, readable?.kind, {
    modelSha256: readable?.sha256 ?? null,
    ...hashes,
    toolSha256: run.toolSha256,
    compilers: await identifyCompilers(model, tools),
  });
  await mkdir(folder, { recursive: true });
  if (readable === undefined) {
    return { plans, build: (plan) => Promise.resolve(failedBuild(model, plan, source)) };
  }
  return { plans, build: targetBuilder({ model, folder, tools, hashes }, readable, run) };
}

/** What identifies each target's compiler; one that cannot be found out fails its own build later. */
async function identifyCompilers(
  { targets }: ModelConfig,
  tools: Tools,
): Promise<NonNullable<BuildInputs["compilers"]>> {
  const identities = await Promise.all(
    targets.map(async ({ soc }) => {
      const facts = targetOf(soc).compiler;
      const found = facts && (await tools.compiler(facts).catch(() => undefined));
      return found === undefined ? [] : [[soc, found.identity] as const];
    }),
  );
  return Object.fromEntries(identities.flat());
}

/** Builds a plan, or takes the stored build with its key. */
function targetBuilder(
  work: ModelWork,
  source: ModelSource,
  run: RunFolders,
): (plan: BuildPlan) => Promise<BuildResult> {
  const { model, tools } = work;
  const candidates = prepareCutCandidates(work, source);
  return async (plan) => {
    const stored = await findStoredBuild(run, model.name, plan);
    if (stored !== undefined) return stored;
    const build = await buildTarget(model, plan, candidates, run, tools);
    await storeBuild(run, build).catch(() => undefined); // Then the next run makes it again.
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
