import type { ToolState } from "./catalogue/tool.ts";
import { DlpuError } from "../errors.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import type { CompilerSources } from "./catalogue/compiler-source.ts";
import type { SetupTool, Tool, ToolSource } from "./catalogue/tool.ts";
import type { CompilerId } from "../targets/compiler-id.ts";
import { type Compiler, findCompiler } from "./compiler.ts";
import { ensureCompilerArchive, urlSources } from "./compiler-archive.ts";
import type { Depth } from "./manifest.ts";
import { getCompilerFacts } from "./plan-tools.ts";
import { ensureWorkerEnvironment, findWorkerEnvironment } from "./worker-environment.ts";

/** What all tools are set up with. */
export interface SetupContext {
  readonly cacheFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly compilers: CompilerSources;
  readonly depth: Depth;
}

/** Looks whether a tool is there, without changing anything. */
export async function inspectTool(id: SetupTool, context: SetupContext): Promise<ToolState> {
  if (id === "core" || id === "tensorflow") {
    const found = await findWorkerEnvironment(id, context.cacheFolder, context.environment);
    const outcome = found === undefined ? "to install" : "ready";
    return stateOf(id, outcome, found?.python ?? describeSources(CATALOGUE[id]));
  }
  const found = await locateCompiler(id, context);
  if (found !== undefined) return stateOf(id, "ready", describeCompiler(found));
  return findObstacle(id, context) ?? stateOf(id, "to install", describeSources(CATALOGUE[id]));
}

/** The tools that `setUpTool` would have to install. */
export async function listMissing(
  tools: readonly SetupTool[],
  context: SetupContext,
): Promise<SetupTool[]> {
  const states = await Promise.all(tools.map((id) => inspectTool(id, context)));
  return states.filter(({ outcome }) => outcome === "to install").map(({ id }) => id);
}

/** Makes a tool ready. A worker that cannot be installed is thrown, as nothing works without; a compiler is told. */
export async function setUpTool(id: SetupTool, context: SetupContext): Promise<ToolState> {
  if (id === "core" || id === "tensorflow") {
    const { cacheFolder, environment, depth } = context;
    const made = await ensureWorkerEnvironment(id, cacheFolder, environment, depth);
    const detail = `Python ${made.pythonVersion}, ${made.python}`;
    return stateOf(id, made.reused ? "ready" : "installed", detail);
  }
  try {
    return await setUpCompiler(id, context);
  } catch (error) {
    if (!(error instanceof DlpuError)) throw error;
    return stateOf(id, "failed", error.message, error.remedy);
  }
}

async function setUpCompiler(id: CompilerId, context: SetupContext): Promise<ToolState> {
  const found = await locateCompiler(id, context);
  if (found !== undefined) return stateOf(id, "ready", describeCompiler(found));
  const obstacle = findObstacle(id, context);
  if (obstacle !== undefined) return obstacle;
  const { cacheFolder, environment, compilers, depth } = context;
  const source = compilers[id];
  const { folder } = await ensureCompilerArchive(id, source, cacheFolder, environment, depth);
  return stateOf(id, "installed", folder);
}

async function locateCompiler(
  id: CompilerId,
  { cacheFolder, compilers, depth }: SetupContext,
): Promise<Compiler | undefined> {
  return await findCompiler({ ...getCompilerFacts(id), source: compilers[id] }, cacheFolder, depth);
}

/** Why a compiler cannot be installed at all, if so. */
function findObstacle(id: CompilerId, { compilers }: SetupContext): ToolState | undefined {
  const { runsOn, platform, sources } = CATALOGUE[id];
  if (
    runsOn !== undefined &&
    (runsOn.platform !== process.platform || runsOn.arch !== process.arch)
  ) {
    return stateOf(id, "absent", `it runs on ${platform} only`, "Build on such a machine.");
  }
  if (urlSources(id, compilers[id]).length > 0) return undefined;
  const how = sources.map((source) => (source.kind === "user" ? source.how : "")).join("");
  return stateOf(id, "absent", "it is licensed: only you can bring it", how);
}

function describeSources({ sources }: Tool): string {
  return sources.map(describeSource).join(", else ");
}

function describeSource(source: ToolSource): string {
  switch (source.kind) {
    case "url":
      return source.url;
    case "python-index":
      return `the Python index, by ${source.lock}`;
    case "uv":
      return "uv";
    case "user":
      return "yours";
  }
}

function describeCompiler(compiler: Compiler): string {
  return `${compiler.kind === "folder" ? compiler.folder : compiler.image}, ${compiler.identity}`;
}

function stateOf(
  id: SetupTool,
  outcome: ToolState["outcome"],
  detail: string,
  remedy = "",
): ToolState {
  const { title, version } = CATALOGUE[id];
  return { id, title, version, outcome, detail, remedy };
}
