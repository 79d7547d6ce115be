import { basename, join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { describeFiles, findChange, type ManifestFile } from "./manifest.ts";
import { missingOffline, resolveNetwork } from "./network.ts";
import { listPackageFiles } from "./package-records.ts";
import { runUv } from "./run-uv.ts";
import { ensureUv } from "./uv.ts";
import { findLinks } from "./wheels.ts";

/** What a Python environment is made from. */
export interface EnvironmentParts {
  /** Path of the hashed requirements file. */
  readonly lock: string;
  /** Path of the interpreter. */
  readonly python: string;
  readonly cacheFolder: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Makes a Python environment in a folder and describes its files.
 *
 * uv checks packages as it downloads them, but takes what it has unpacked before as it is, and shares those files with
 * the environments that it makes. So each file is compared with its package's own record; where one was changed, the
 * environment is made again without uv's cache.
 */
export async function fillEnvironment(
  folder: string,
  parts: EnvironmentParts,
): Promise<readonly ManifestFile[]> {
  const uv = await ensureUv(parts.cacheFolder, parts.environment);
  await makeEnvironment(uv, folder, parts, []);
  let { files, change } = await readPackages(folder);
  if (change !== undefined) {
    await makeEnvironment(uv, folder, parts, ["--reinstall", "--no-cache"]);
    ({ files, change } = await readPackages(folder));
  }
  if (change !== undefined) throw changedError(parts.lock, change);
  return [...files, ...(await describeFiles(folder, ["pyvenv.cfg", "bin/python"]))];
}

async function makeEnvironment(
  uv: string,
  folder: string,
  { lock, python, cacheFolder, environment }: EnvironmentParts,
  more: readonly string[],
): Promise<void> {
  const venv = ["venv", "--quiet", "--relocatable", "--allow-existing", "--python", python, folder];
  await install(uv, venv, lock, environment);
  const sync = ["pip", "sync", "--quiet", "--require-hashes", "--link-mode", "hardlink"];
  sync.push("--python", join(folder, "bin", "python"), ...(await findLinks(cacheFolder)));
  if (resolveNetwork(environment).offline) sync.push("--offline");
  await install(uv, [...sync, ...more, lock], lock, environment);
}

async function install(
  uv: string,
  args: readonly string[],
  lock: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { exitCode, stderr, stopped } = await runUv(uv, args);
  if (exitCode === 0) return;
  const reason = stderr.trim() || (stopped ?? "no output");
  if (resolveNetwork(environment).offline) {
    throw missingOffline(`What ${basename(lock)} lists`, reason);
  }
  throw new EnvironmentError(
    `uv ${args.slice(0, 2).join(" ")} failed: ${reason}`,
    "Check the network, UV_INDEX_URL and proxy settings and the free disk space, then run dlpu setup again.",
  );
}

async function readPackages(
  folder: string,
): Promise<{ files: readonly ManifestFile[]; change: string | undefined }> {
  const files = await listPackageFiles(folder);
  const change = files.length === 0 ? "there is no package" : await findChange(folder, files);
  return { files, change };
}

function changedError(lock: string, change: string): EnvironmentError {
  return new EnvironmentError(
    `What uv installed from ${basename(lock)} is not what its packages say: ${change}`,
    "Check the disk and the machine's memory, and run dlpu setup again.",
  );
}
