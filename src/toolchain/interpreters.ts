import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { isExecutable } from "../io/process.ts";

/** The versions that the worker's locks are made for. */
export const WORKER_PYTHONS = ["3.12", "3.13"] as const;

/** Paths of the Python interpreters on the `PATH` and of pyenv, those that the worker wants first. */
export async function listInterpreters(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const root = environment["PYENV_ROOT"] ?? join(homedir(), ".pyenv");
  const names = [...WORKER_PYTHONS.map((version) => `python${version}`), "python3", "python"];
  const found = await Promise.all(names.map((name) => findOnPath(name, environment, root)));
  return [...found.flatMap((path) => path ?? []), ...(await listPyenvPythons(root))];
}

/** pyenv's shims are passed over: they are slow to say no, and what they lead to is listed by itself. */
async function findOnPath(
  name: string,
  { PATH = "" }: NodeJS.ProcessEnv,
  pyenvRoot: string,
): Promise<string | undefined> {
  for (const folder of PATH.split(delimiter)) {
    if (folder === "" || folder === join(pyenvRoot, "shims")) continue;
    if (await isExecutable(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

async function listPyenvPythons(root: string): Promise<string[]> {
  const versions = await readdir(join(root, "versions")).catch(() => []);
  const isWanted = (name: string): boolean =>
    WORKER_PYTHONS.some((wanted) => name.startsWith(`${wanted}.`));
  const wanted = versions.filter(isWanted).sort();
  const others = versions.filter((name) => name.startsWith("3.") && !isWanted(name)).sort();
  return [...wanted, ...others].map((name) => join(root, "versions", name, "bin", "python"));
}
