import { DlpuError } from "../errors.ts";
import { readMachine, resolveCacheFolder } from "../io/machine.ts";
import { findProgramFolder } from "../io/process.ts";
import { TARGETS } from "../targets/catalogue.ts";
import { getPythonWithPip, getWorkerPython } from "../toolchain/python.ts";
import { findWorkerEnvironment } from "../toolchain/worker-environment.ts";

/** One thing that dlpu uses: whether it is there, and how to get it. */
export interface Diagnosis {
  readonly name: string;
  readonly state: "found" | "missing" | "installed on first use";
  /** Where and which version, or what is wrong. */
  readonly detail: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
  /** Whether `dlpu build` cannot work without it. */
  readonly required: boolean;
}

export interface DoctorReport {
  readonly schemaVersion: 1;
  /** Whether everything required is there. */
  readonly ready: boolean;
  readonly items: readonly Diagnosis[];
}

/** `dlpu doctor`: looks at the machine without changing it. */
export async function doctor(): Promise<DoctorReport> {
  const items = [
    await diagnose("Python for the worker", async () => {
      const { path, version } = await getWorkerPython(process.env);
      return `${version}, ${path}`;
    }),
    await diagnose("Python with pip, to fetch uv once", async () => {
      const { path, version } = await getPythonWithPip(process.env);
      return `${version}, ${path}`;
    }),
    await diagnoseEnvironment("core"),
    await diagnoseEnvironment("tensorflow"),
    ...(await diagnoseCompilers()),
    describeMachine(),
  ];
  const ready = items.every(({ required, state }) => !required || state !== "missing");
  return { schemaVersion: 1, ready, items };
}

async function diagnose(name: string, look: () => Promise<string>): Promise<Diagnosis> {
  try {
    return { name, state: "found", detail: await look(), remedy: "", required: true };
  } catch (error) {
    if (!(error instanceof DlpuError)) throw error;
    return { name, state: "missing", detail: error.message, remedy: error.remedy, required: true };
  }
}

async function diagnoseEnvironment(name: "core" | "tensorflow"): Promise<Diagnosis> {
  const shown = `worker environment “${name}”`;
  const found = await findWorkerEnvironment(name, resolveCacheFolder(process.env), process.env);
  if (found !== undefined) {
    return { name: shown, state: "found", detail: found.python, remedy: "", required: false };
  }
  const need = name === "core" ? "0.7 GB" : "1.4 GB, only for Keras and SavedModel files";
  const remedy = name === "core" ? "dlpu setup" : "dlpu setup --tensorflow";
  return { name: shown, state: "installed on first use", detail: need, remedy, required: false };
}

async function diagnoseCompilers(): Promise<Diagnosis[]> {
  const compilers = new Set(Object.values(TARGETS).flatMap(({ compiler }) => compiler ?? []));
  return await Promise.all(
    [...compilers].map(async ({ name, program, environmentVariable, availability }) => {
      const folder = await findProgramFolder(program, environmentVariable);
      return folder === undefined
        ? { name, state: "missing", detail: `no ${program}`, remedy: availability, required: false }
        : { name, state: "found", detail: folder, remedy: "", required: false };
    }),
  );
}

function describeMachine(): Diagnosis {
  const { cores, memoryBytes } = readMachine();
  const detail = `${cores} cores, ${(memoryBytes / 1024 ** 3).toFixed(1)} GiB of memory`;
  return { name: "machine", state: "found", detail, remedy: "", required: false };
}
