import { EnvironmentError } from "../errors.ts";
import { runProcess } from "../io/process.ts";
import { findFetchedPython } from "./fetched-python.ts";
import { listInterpreters, WORKER_PYTHONS } from "./interpreters.ts";

/** A Python interpreter that was started and asked for its version. */
export interface Python {
  readonly path: string;
  readonly version: string;
  readonly hasPip: boolean;
}

/** A Python for the worker: the one that `DLPU_PYTHON` names, else the first on the machine, else one fetched before. */
export async function findWorkerPython(
  environment: NodeJS.ProcessEnv,
  cacheFolder: string,
): Promise<Python | undefined> {
  const asked = environment["DLPU_PYTHON"];
  const candidates =
    asked === undefined
      ? [...(await listInterpreters(environment)), ...(await findFetchedPython(cacheFolder))]
      : [asked];
  return await findPython(candidates, ({ version }) =>
    WORKER_PYTHONS.some((wanted) => version.startsWith(`${wanted}.`)),
  );
}

/** The same; says what to do where there is none. */
export async function getWorkerPython(
  environment: NodeJS.ProcessEnv,
  cacheFolder: string,
): Promise<Python> {
  const python = await findWorkerPython(environment, cacheFolder);
  if (python !== undefined) return python;
  throw new EnvironmentError(
    `Python ${WORKER_PYTHONS.join(" or ")} was not found${environment["DLPU_PYTHON"] === undefined ? " on the PATH or among pyenv's" : ` at ${environment["DLPU_PYTHON"]}, which DLPU_PYTHON names`}`,
    "Run `dlpu setup`, which fetches one where the network allows, install Python 3.12, or set DLPU_PYTHON to an interpreter.",
    { code: "DLPU-PYTHON-MISSING" },
  );
}

/** Finds any Python 3 that has pip: only used to fetch uv. */
export async function getPythonWithPip(environment: NodeJS.ProcessEnv): Promise<Python> {
  const python = await findPython(await listInterpreters(environment), ({ hasPip }) => hasPip);
  if (python !== undefined) return python;
  throw new EnvironmentError(
    "No Python with pip was found, which is needed once to fetch uv",
    "Install python3-pip (Debian, Ubuntu) or set DLPU_UV to an uv executable.",
  );
}

/** Asks one interpreter after the other until one fits. */
async function findPython(
  candidates: readonly string[],
  fits: (python: Python) => boolean,
): Promise<Python | undefined> {
  for (const candidate of candidates) {
    const python = await probePython(candidate);
    if (python !== undefined && fits(python)) return python;
  }
  return undefined;
}

const PROBE = `
import importlib.util, sys
print(sys.executable)
print('.'.join(map(str, sys.version_info[:3])))
print(importlib.util.find_spec('pip') is not None)
`;

/** Asks an interpreter what it is; `undefined` where it cannot answer. */
async function probePython(command: string): Promise<Python | undefined> {
  const result = await runProcess(command, ["-I", "-c", PROBE], { timeoutMs: 20_000 });
  const [path, version, hasPip] = result.stdout.split("\n");
  if (result.exitCode !== 0 || path === undefined || version === undefined) return undefined;
  return { path, version, hasPip: hasPip === "True" };
}
