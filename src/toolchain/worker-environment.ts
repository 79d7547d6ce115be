import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { exists, publishFolder, writeFileAtomic } from "../io/files.ts";
import { sha256 } from "../io/hash.ts";
import { readFile } from "node:fs/promises";
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
  const python = await getWorkerPython(environment);
  const lockPath = lockOf(name);
  const lockSha256 = sha256(await readFile(lockPath));
  const key = sha256(`${lockSha256} ${python.version} ${python.path}`).slice(0, 16);
  const folder = join(cacheFolder, "worker", `${name}-${key}`);
  const reused = await exists(join(folder, COMPLETE));
  if (!reused) {
    const uv = await ensureUv(cacheFolder, environment);
    await publishFolder(folder, (aside) => install(uv, aside, python, lockPath));
  }
  return {
    name,
    python: join(folder, "bin", "python"),
    pythonVersion: python.version,
    lockSha256,
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
