import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { python } from "./catalogue/python-tools.ts";
import { installFolder, type InstallPlace } from "./install.ts";

/** Where the Python lies that uv fetched because the machine had none, or will lie. */
export function fetchedPythonPlace(cacheFolder: string): InstallPlace {
  return { cacheFolder, tool: "python", version: python.version };
}

/** The interpreter that uv fetched, if it did: `<place>/cpython-3.12.16-linux-x86_64-gnu/bin/python3.12`. */
export async function findFetchedPython(cacheFolder: string): Promise<string[]> {
  const folder = installFolder(fetchedPythonPlace(cacheFolder));
  const names = await readdir(folder).catch(() => []);
  const [major, minor] = python.version.split(".");
  return names
    .filter((name) => name.startsWith(`cpython-${python.version}`))
    .map((name) => join(folder, name, "bin", `python${major}.${minor}`));
}
