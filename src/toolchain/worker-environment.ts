import { join } from "node:path";
import { sha256, sha256File } from "../io/hash.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import { ensureWorkerPython } from "./ensure-python.ts";
import { fillEnvironment } from "./fill-environment.ts";
import { ensureInstalled, findInstalled, installFolder, type InstallPlace } from "./install.ts";
import type { Depth } from "./manifest.ts";
import { findWorkerPython, type Python } from "./python.ts";

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
 * uv checks the hash of every package, and every installed file is compared with what its package says of it.
 */
export async function ensureWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
  depth: Depth = "stamps",
): Promise<WorkerEnvironment> {
  const python = await ensureWorkerPython(environment, cacheFolder);
  const { place, lockSha256 } = await placeOf(name, cacheFolder, python);
  const { reused } = await ensureInstalled(place, {
    depth,
    fill: (folder) => {
      const lock = lockOf(name);
      return fillEnvironment(folder, { lock, python: python.path, cacheFolder, environment });
    },
  });
  return environmentAt(name, place, python, lockSha256, reused);
}

/** The worker environment if it is there and complete. */
export async function findWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<WorkerEnvironment | undefined> {
  const python = await findWorkerPython(environment, cacheFolder);
  if (python === undefined) return undefined;
  const { place, lockSha256 } = await placeOf(name, cacheFolder, python);
  if ((await findInstalled(place, "stamps")) === undefined) return undefined;
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
  { version, path }: Python,
): Promise<{ place: InstallPlace; lockSha256: string }> {
  const lockSha256 = await sha256File(lockOf(name));
  const key = sha256(`${lockSha256} ${version} ${path}`).slice(0, 16);
  return { place: { cacheFolder, tool: "worker", version: `${name}-${key}` }, lockSha256 };
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
