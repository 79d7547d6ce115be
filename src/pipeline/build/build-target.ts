import { join } from "node:path";
import { check, type CheckResult } from "../../check/check.ts";
import type { Finding } from "../../result/finding.ts";
import type { ModelConfig } from "../../config/config.ts";
import type { Preprocess } from "../../result/preprocess.ts";
import type { Graph } from "../../graph/graph.ts";
import { publishFolder, writeFileAtomic } from "../../io/files.ts";
import { loadGraph } from "../../io/model-file.ts";
import { realFolderIn, removeIn } from "../../io/out-folder.ts";
import { artifactContent } from "../package/artifact-content.ts";
import { failedBuild, finishedBuild } from "./build-result.ts";
import type { Candidate } from "../candidate/candidate.ts";
import type { Candidates } from "../candidate/candidates.ts";
import { compile, type Compilation } from "../compile/compile.ts";
import type { Contract } from "../../result/contract.ts";
import { contractOf } from "../package/contract.ts";
import { describeArtifact, fillFolder } from "../package/package-build.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { ArtifactFile, BuildResult } from "../../result/result.ts";
import type { RunFolders } from "./run-folders.ts";
import { describeLocks, renderToolchainFile, TOOLCHAIN_FILE } from "../package/toolchain-record.ts";
import type { Tools } from "../step/tools.ts";

/** Makes, judges and packages one model for one target; whatever fails becomes the build's verdict. */
export async function buildTarget(
  model: ModelConfig,
  plan: BuildPlan,
  candidates: Candidates,
  run: RunFolders,
  tools: Tools,
): Promise<BuildResult> {
  const { soc } = plan.target;
  let found: readonly Finding[] = [];
  try {
    const candidate = await candidates.candidate(plan);
    const examined = await examine(model, plan, candidate);
    found = examined.checked.findings;
    const emulated = await candidates.emulated(plan);
    const calibrates = plan.target.compiler?.calibrates === true;
    const images = calibrates ? await candidates.images(examined.contract) : [];
    const used = { ...(await tools.versions()), ...(await describeLocks(model)) };
    const bundle = { ...examined, candidate, images, used };
    const folder = join(await realFolderIn(run.outFolder, soc), model.name);
    const { compilation, ...packaged } = await packageBuild(
      plan,
      bundle,
      { folder, ...run },
      tools,
    );
    const compiled = compilation === undefined ? [] : [compilation.step];
    return finishedBuild(model, plan, {
      ...examined,
      ...packaged,
      candidate,
      emulated: emulated.value,
      compilation,
      steps: [...candidate.steps, emulated.step, ...compiled],
    });
  } catch (error) {
    // An artifact of an earlier run must not pass for this one.
    await removeIn(run.outFolder, soc, model.name);
    return failedBuild(model, plan, error, found);
  }
}

/** What the file that ships is seen to be, without running it. */
interface Examined {
  readonly graph: Graph;
  readonly contract: Contract;
  readonly checked: CheckResult;
}

async function examine(
  model: ModelConfig,
  { target, precision, axisOs }: BuildPlan,
  candidate: Candidate,
): Promise<Examined> {
  const graph = await loadGraph(candidate.path);
  const contract = contractOf(
    graph,
    target,
    precision,
    preprocessOf(model, candidate),
    candidate.sourceAxes,
  );
  const goesToCompiler = target.compiler !== undefined;
  return {
    graph,
    contract: withReplaced(contract, candidate),
    checked: check(graph, target, { axisOs, ranges: candidate.ranges, goesToCompiler }),
  };
}

/** What is left for the application to do with an image: nothing more than pixels where the graph normalizes. */
function preprocessOf({ preprocess }: ModelConfig, { pixels }: Candidate): Preprocess {
  return pixels === null ? preprocess : { ...preprocess, mean: [0], std: [1] };
}

/** A model that was cut tells what its application has to compute. */
function withReplaced(contract: Contract, { replaced }: Candidate): Contract {
  return replaced.length === 0 ? contract : { ...contract, replaced };
}

/** Everything that was made for a build and found out about it before it is packaged. */
interface Bundle extends Examined {
  readonly candidate: Candidate;
  readonly images: readonly string[];
  /** Versions and hashes of what made it so far. */
  readonly used: Readonly<Record<string, string>>;
}

interface Packaged {
  readonly files: readonly ArtifactFile[];
  readonly compilation: Compilation | undefined;
  readonly toolchain: Readonly<Record<string, string>>;
}

/** Fills the build's folder aside, compiles in it where the compiler is there, and puts it in place. */
async function packageBuild(
  { target, axisOs }: BuildPlan,
  { candidate, graph, contract, checked, images, used }: Bundle,
  place: { readonly folder: string; readonly workFolder: string },
  tools: Tools,
): Promise<Packaged> {
  const { compiler: facts, application, builtFile } = target;
  const commands = facts?.commands({ ...contract, axisOs }) ?? [];
  const fill = async (folder: string): Promise<Packaged> => {
    await fillFolder(folder, artifactContent(target, candidate, contract, images, commands));
    const job = { target, commands, folder, graph, predicted: checked.operators };
    const compilation =
      facts &&
      (await compile({
        ...job,
        facts,
        compiler: await tools.compiler(facts),
        limits: tools.limits,
      }));
    const toolchain = { ...used, ...compilation?.toolchain };
    await writeFileAtomic(join(folder, TOOLCHAIN_FILE), renderToolchainFile(toolchain));
    const files = await describeArtifact(folder, [application.fileName, builtFile]);
    return { files, compilation, toolchain };
  };
  return await publishFolder(place.folder, fill, place.workFolder);
}
