import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { exists, publishFolder, writeFileAtomic } from "../io/files.ts";
import { sha256, sha256File } from "../io/hash.ts";
import { runProcess } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import type { Python } from "./python.ts";
import { getWorkerPython } from "./python.ts";
import { ensureUv } from "./uv.ts";

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

/** Written last into an environment, so that a half-made one is never taken. */
const COMPLETE = ".dlpu-complete";

/** Finds the worker environment for this machine's Python, or makes it from its hashed lock. */
export async function ensureWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<WorkerEnvironment> {
  const place = await placeOf(name, cacheFolder, environment);
  const reused = await exists(join(place.folder, COMPLETE));
  if (!reused) {
    const uv = await ensureUv(cacheFolder, environment);
    await publishFolder(place.folder, (aside) => install(uv, aside, place.python, lockOf(name)));
  }
  return environmentAt(name, place, reused);
}

/** The worker environment if it is there and complete. */
export async function findWorkerEnvironment(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<WorkerEnvironment | undefined> {
  const place = await placeOf(name, cacheFolder, environment).catch(() => undefined);
  if (place === undefined || !(await exists(join(place.folder, COMPLETE)))) return undefined;
  return environmentAt(name, place, true);
}

interface Place {
  readonly folder: string;
  readonly python: Python;
  readonly lockSha256: string;
}

/** One folder for each lock and interpreter, so that a changed lock never meets an old environment. */
async function placeOf(
  name: WorkerEnvironmentName,
  cacheFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Place> {
  const python = await getWorkerPython(environment);
  const lockSha256 = await sha256File(lockOf(name));
  const key = sha256(`${lockSha256} ${python.version} ${python.path}`).slice(0, 16);
  return { folder: join(cacheFolder, "worker", `${name}-${key}`), python, lockSha256 };
}

function environmentAt(
  name: WorkerEnvironmentName,
  place: Place,
  reused: boolean,
): WorkerEnvironment {
  return {
    name,
    python: join(place.folder, "bin", "python"),
    pythonVersion: place.python.version,
    lockSha256: place.lockSha256,
    reused,
  };
}

function lockOf(name: WorkerEnvironmentName): string {
  return join(PROJECT_ROOT, "worker", "requirements", `${name}.txt`);
}

async function install(uv: string, folder: string, python: Python, lock: string): Promise<void> {
  await runUv(uv, [
    "venv",
    "--quiet",
    "--relocatable",
    "--allow-existing",
    "--python",
    python.path,
    folder,
  ]);
  await runUv(uv, [
    ...["pip", "sync", "--quiet", "--require-hashes", "--link-mode", "hardlink"],
    ...["--python", join(folder, "bin", "python"), lock],
  ]);
  await writeFileAtomic(join(folder, COMPLETE), `${python.version}\n`);
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
