import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { sha256, sha256File } from "../io/hash.ts";
import { runProcess } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import { ensureInstalled, findInstalled, installFolder, type InstallPlace } from "./install.ts";
import type { Depth } from "./manifest.ts";
import { listPackageFiles } from "./package-records.ts";
import type { Python } from "./python.ts";
import { getWorkerPython } from "./python.ts";
import { ensureUv } from "./uv.ts";
import { wheelArguments } from "./wheels.ts";

/** The worker's two environments: `tensorflow` is only needed to read Keras and SavedModel files. */
export type WorkerEnvironmentName = "core" | "tensorflow";

/** A ready Python environment. */
export interface WorkerEnvironment {
  readonly name: WorkerEnvironmentName;
  /** The interpreter inside the environment. */
  readonly python: string;
  readonly pythonVersion: string;
  /** SHA-256 of the lock that it was made from. */
  readonly lockSha256: string;
  /** Whether it was there already. */
  readonly reused: boolean;
}

/**
 * Finds the worker environment for this machine's Python, or makes it from its hashed lock.
 *
 * uv checks the hash of every package; before a reuse, the size of every installed file is compared, or its hash.
 */
export async function ensureWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
  depth: Depth = "sizes",
): Promise<WorkerEnvironment> {
  const { place, python, lockSha256 } = await placeOf(name, cacheFolder, environment);
  const { reused } = await ensureInstalled(place, {
    depth,
    fill: async (folder) => {
      const uv = await ensureUv(cacheFolder, environment);
      const wheels = await wheelArguments(cacheFolder, environment);
      await install(uv, folder, python, [...wheels, lockOf(name)]);
    },
    describe: listPackageFiles,
  });
  return environmentAt(name, place, python, lockSha256, reused);
}

/** The worker environment if it is there and complete. */
export async function findWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<WorkerEnvironment | undefined> {
  const found = await placeOf(name, cacheFolder, environment).catch(() => undefined);
  if (found === undefined) return undefined;
  const { place, python, lockSha256 } = found;
  if ((await findInstalled(place, "sizes")) === undefined) return undefined;
  return environmentAt(name, place, python, lockSha256, true);
}

/** The lock of an environment: names, versions and hashes. */
export function lockOf(name: WorkerEnvironmentName): string {
  return join(PROJECT_ROOT, "worker", "requirements", `${name}.txt`);
}

/** One folder for each lock and interpreter, so that a changed lock never meets an old environment. */
async function placeOf(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ place: InstallPlace; python: Python; lockSha256: string }> {
  const python = await getWorkerPython(environment);
  const lockSha256 = await sha256File(lockOf(name));
  const key = sha256(`${lockSha256} ${python.version} ${python.path}`).slice(0, 16);
  return { place: { cacheFolder, tool: "worker", version: `${name}-${key}` }, python, lockSha256 };
}

function environmentAt(
  name: WorkerEnvironmentName,
  place: InstallPlace,
  { version }: Python,
  lockSha256: string,
  reused: boolean,
): WorkerEnvironment {
  const python = join(installFolder(place), "bin", "python");
  return { name, python, pythonVersion: version, lockSha256, reused };
}

async function install(
  uv: string,
  folder: string,
  python: Python,
  packages: readonly string[],
): Promise<void> {
  const venv = ["venv", "--quiet", "--relocatable", "--allow-existing", "--python", python.path];
  await runUv(uv, [...venv, folder]);
  const sync = ["pip", "sync", "--quiet", "--require-hashes", "--link-mode", "hardlink"];
  await runUv(uv, [...sync, "--python", join(folder, "bin", "python"), ...packages]);
}

async function runUv(uv: string, args: readonly string[]): Promise<void> {
  const result = await runProcess(uv, args, {
    timeoutMs: 1_200_000,
    environment: { UV_PYTHON_DOWNLOADS: "never" },
  });
  if (result.exitCode === 0) return;
  throw new EnvironmentError(
    `uv ${args.slice(0, 2).join(" ")} failed: ${result.stderr.trim() || (result.stopped ?? "no output")}`,
    "Check the network, UV_INDEX_URL and proxy settings and the free disk space, then run dlpu setup again.",
  );
}
