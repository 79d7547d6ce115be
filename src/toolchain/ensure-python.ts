import { rm } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { python as catalogued } from "./catalogue/python-tools.ts";
import { fetchedPythonPlace } from "./fetched-python.ts";
import { ensureInstalled } from "./install.ts";
import { listManifestFiles } from "./manifest.ts";
import { resolveNetwork } from "./network.ts";
import { findWorkerPython, getWorkerPython, type Python } from "./python.ts";
import { runUv } from "./run-uv.ts";
import { ensureUv } from "./uv.ts";

/**
 * A Python for the worker: found on the machine, else fetched by uv, which knows its address and hash.
 *
 * What `DLPU_PYTHON` names is never replaced, and an offline machine is not asked to download.
 */
export async function ensureWorkerPython(
  environment: NodeJS.ProcessEnv,
  cacheFolder: string,
): Promise<Python> {
  const found = await findWorkerPython(environment, cacheFolder);
  if (found !== undefined) return found;
  const mayFetch = environment["DLPU_PYTHON"] === undefined && !resolveNetwork(environment).offline;
  if (mayFetch) await fetchPython(environment, cacheFolder);
  return await getWorkerPython(environment, cacheFolder);
}

async function fetchPython(environment: NodeJS.ProcessEnv, cacheFolder: string): Promise<void> {
  await ensureInstalled(fetchedPythonPlace(cacheFolder), {
    depth: "stamps",
    fill: async (folder) => {
      const uv = await ensureUv(cacheFolder, environment);
      const args = ["python", "install", "--no-progress", "--no-bin", "--install-dir", folder];
      const result = await runUv(uv, [...args, catalogued.version], "manual");
      if (result.exitCode !== 0) throw fetchError(result.stderr);
      for (const name of [".temp", ".lock"]) await rm(join(folder, name), REMOVE);
      return await listManifestFiles(folder);
    },
  });
}

const REMOVE = { recursive: true, force: true } as const;

function fetchError(reason: string): EnvironmentError {
  return new EnvironmentError(
    `This machine has no Python 3.12 or 3.13, and uv cannot fetch Python ${catalogued.version}: ${reason.trim().replaceAll(/\s*\n\s*/g, "; ")}`,
    "Install Python 3.12 or set DLPU_PYTHON to an interpreter; or name a mirror of uv's Python archives with UV_PYTHON_INSTALL_MIRROR.",
    { code: "DLPU-PYTHON-MISSING" },
  );
}
