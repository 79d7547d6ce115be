import { DlpuError } from "../errors.ts";
import { readMachine, resolveCacheFolder } from "../io/machine.ts";
import type { Diagnosis, DoctorReport } from "../report/terminal/doctor-report.ts";
import { SOCS, targetOf } from "../targets/catalogue.ts";
import type { SetupTool } from "../toolchain/catalogue/tool.ts";
import { planTools } from "../toolchain/plan-tools.ts";
import { getPythonWithPip, getWorkerPython } from "../toolchain/python.ts";
import { inspectTool } from "../toolchain/set-up-tool.ts";
import { type ToolState } from "../toolchain/catalogue/tool.ts";
import { countOf } from "../words/numbers.ts";

/** `dlpu doctor`: looks at the machine without changing it. */
export async function doctor(): Promise<DoctorReport> {
  const items = [
    await diagnose("Python for the worker", async () => {
      const { path, version } = await getWorkerPython(process.env, resolveCacheFolder(process.env));
      return `${version}, ${path}`;
    }),
    await diagnose("Python with pip, to fetch uv once", async () => {
      const { path, version } = await getPythonWithPip(process.env);
      return `${version}, ${path}`;
    }),
    ...(await Promise.all(planTools(SOCS, { tensorflow: true }).map(diagnoseTool))),
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

async function diagnoseTool(id: SetupTool): Promise<Diagnosis> {
  const context = {
    cacheFolder: resolveCacheFolder(process.env),
    environment: process.env,
    compilers: {},
    depth: "stamps" as const,
  };
  const state = await inspectTool(id, context);
  return { name: state.title, required: false, ...foundOf(state) };
}

type Found = Pick<Diagnosis, "state" | "detail" | "remedy">;

function foundOf({ id, outcome, detail, remedy }: ToolState): Found {
  if (outcome === "ready" || outcome === "installed") return { state: "found", detail, remedy: "" };
  if (outcome !== "to install") return { state: "missing", detail, remedy };
  if (id === "core") return { ...ON_FIRST_USE, detail: "0.7 GB", remedy: "dlpu setup" };
  if (id === "tensorflow") {
    const need = "1.4 GB, for Keras and SavedModel files";
    return { ...ON_FIRST_USE, detail: need, remedy: "dlpu setup --tensorflow" };
  }
  const socs = SOCS.filter((soc) => targetOf(soc).compiler?.tool === id);
  return {
    state: "missing",
    detail: "not set up yet",
    remedy: `dlpu setup --soc ${socs.join(",")}`,
  };
}

const ON_FIRST_USE = { state: "installed on first use" } as const;

function describeMachine(): Diagnosis {
  const { cores, memoryBytes } = readMachine();
  const detail = `${countOf(cores, "core")}, ${(memoryBytes / 1024 ** 3).toFixed(1)} GiB of memory`;
  return { name: "machine", state: "found", detail, remedy: "", required: false };
}
