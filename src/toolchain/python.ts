import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { runProcess } from "../io/process.ts";

/** A Python interpreter that was started and asked for its version. */
export interface Python {
  readonly path: string;
  readonly version: string;
}

/** The versions that the worker's locks are made for. */
export const WORKER_PYTHONS = ["3.12", "3.13"] as const;

/** Finds a Python for the worker, best first; says what was tried where there is none. */
export async function getWorkerPython(environment: NodeJS.ProcessEnv): Promise<Python> {
  const asked = environment["DLPU_PYTHON"];
  const candidates = asked === undefined ? await listCandidates(environment) : [asked];
  for (const candidate of candidates) {
    const python = await probePython(candidate);
    if (python !== undefined && isWorkerPython(python)) return python;
  }
  throw new EnvironmentError(
    `Python ${WORKER_PYTHONS.join(" or ")} was not found (tried ${candidates.join(", ")})`,
    "Install Python 3.12, or use actions/setup-python with python-version 3.12, or set DLPU_PYTHON to an interpreter.",
  );
}

/** Finds any Python 3 that has pip: only used to fetch uv. */
export async function getPythonWithPip(environment: NodeJS.ProcessEnv): Promise<Python> {
  const candidates = ["python3", "python", ...(await listCandidates(environment))];
  for (const candidate of candidates) {
    const python = await probePython(candidate);
    if (python !== undefined && (await hasPip(candidate))) return python;
  }
  throw new EnvironmentError(
    "No Python with pip was found, which is needed once to fetch uv",
    "Install python3-pip (Debian, Ubuntu) or set DLPU_UV to an uv executable.",
  );
}

/** Asks a command for its Python version; `undefined` where it cannot answer. */
export async function probePython(command: string): Promise<Python | undefined> {
  const program =
    "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
  const result = await runProcess(command, ["-c", program], { timeoutMs: 20_000 });
  const [path, version] = result.stdout.split("\n");
  if (result.exitCode !== 0 || path === undefined || version === undefined) return undefined;
  return { path, version };
}

function isWorkerPython(python: Python): boolean {
  return WORKER_PYTHONS.some((wanted) => python.version.startsWith(`${wanted}.`));
}

async function listCandidates(environment: NodeJS.ProcessEnv): Promise<string[]> {
  return [
    ...WORKER_PYTHONS.map((version) => `python${version}`),
    "python3",
    ...(await listPyenvPythons(environment["PYENV_ROOT"] ?? join(homedir(), ".pyenv"))),
  ];
}

async function listPyenvPythons(root: string): Promise<string[]> {
  const versions = await readdir(join(root, "versions")).catch(() => []);
  return versions
    .filter((name) => WORKER_PYTHONS.some((wanted) => name.startsWith(`${wanted}.`)))
    .sort()
    .map((name) => join(root, "versions", name, "bin", "python"));
}

async function hasPip(command: string): Promise<boolean> {
  const result = await runProcess(command, ["-m", "pip", "--version"], { timeoutMs: 20_000 });
  return result.exitCode === 0;
}
