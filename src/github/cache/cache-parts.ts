import { release } from "node:os";
import { dirname, join } from "node:path";
import { sha256, sha256Files } from "../../io/hash.ts";
import { CATALOGUE } from "../../toolchain/catalogue/catalogue.ts";
import type { SetupTool } from "../../toolchain/catalogue/tool.ts";
import type { CompilerId } from "../../targets/compiler-id.ts";
import { urlSources } from "../../toolchain/compiler-archive.ts";
import { storedPath } from "../../toolchain/file-store.ts";
import { findWorkerPython } from "../../toolchain/python.ts";
import type { SetupContext } from "../../toolchain/set-up-tool.ts";
import { lockOf, type WorkerEnvironmentName } from "../../toolchain/worker-environment.ts";

/** What is stored and restored under one key. */
export interface CachePart {
  readonly paths: readonly string[];
  readonly key: string;
}

/** The parts of GitHub's cache for some tools: the Python environments, and the archive of each public compiler. */
export async function planCacheParts(
  tools: readonly SetupTool[],
  context: SetupContext,
): Promise<CachePart[]> {
  const environments = tools.filter(isEnvironment);
  const compilers = tools.filter((id) => !isEnvironment(id));
  return [
    ...(environments.length === 0 ? [] : [await planEnvironments(environments, context)]),
    ...compilers.flatMap((id) => planArchive(id, context)),
  ];
}

function isEnvironment(id: SetupTool): id is WorkerEnvironmentName {
  return id === "core" || id === "tensorflow";
}

/** Everything that the installed files depend on: locks, Python, where it stands, and the system. */
async function planEnvironments(
  names: readonly WorkerEnvironmentName[],
  { cacheFolder, environment }: SetupContext,
): Promise<CachePart> {
  const python = await findWorkerPython(environment, cacheFolder);
  const found = python ?? { version: CATALOGUE.python.version, path: "fetched" };
  const locks = await sha256Files(names.map(lockOf));
  const system = [process.platform, process.arch, environment["ImageOS"] ?? release()];
  const parts = [...names, ...system, found.version, found.path, locks];
  return {
    paths: [join(cacheFolder, "worker"), join(cacheFolder, "python")],
    key: `dlpu-worker-${sha256(parts.join("\n")).slice(0, 32)}`,
  };
}

/**
 * The archive rather than what it unpacks to: its digest stands in the catalogue, whoever wrote the cache.
 *
 * What the user brings stays out: a repository's cache is readable for every pull request, and a licensed compiler is not
 * theirs.
 */
function planArchive(id: CompilerId, { cacheFolder, compilers }: SetupContext): CachePart[] {
  if (compilers[id] !== undefined) return [];
  const sources = urlSources(id, undefined);
  if (sources.length === 0) return [];
  const digests = sources.map(({ digest }) => digest.hex);
  return [
    {
      paths: sources.map((source) => dirname(storedPath(cacheFolder, source))),
      key: `dlpu-${id}-${sha256(digests.join("\n")).slice(0, 32)}`,
    },
  ];
}
