import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execPath } from "node:process";
import { PROJECT_ROOT } from "../../src/io/project-root.ts";
import { runTool } from "../run-tool.ts";
import type { Installation } from "./environments.ts";
import { type Cost, leastCost, measure } from "./measure.ts";
import { type BenchModel, CALIBRATION_SAMPLES, TARGET_LISTS } from "./models.ts";
import { type Rival, RIVALS } from "./rivals.ts";

export type TargetList = keyof typeof TARGET_LISTS;

/** One model, converted by dlpu and by every tool that takes it. */
export interface Comparison {
  readonly model: BenchModel;
  readonly own: Readonly<Record<TargetList, Cost>>;
  readonly rivals: readonly {
    readonly rival: Rival;
    readonly cost: Cost;
    readonly made: boolean;
  }[];
}

/** Converts a model with all tools, in turn, so that a busy minute of the machine hits them all. */
export async function compareTools(
  model: BenchModel,
  modelFolder: string,
  installations: readonly Installation[],
  runs: number,
): Promise<Comparison> {
  const path = join(modelFolder, model.path);
  const lists = Object.keys(TARGET_LISTS) as TargetList[]; // The keys of a constant are its type's.
  const takers = RIVALS.filter(({ takes }) => path.endsWith(takes));
  const own = new Map<TargetList, Cost[]>();
  const theirs = new Map<Rival, Conversion[]>();
  for (let run = 0; run < runs; run += 1) {
    for (const list of lists) append(own, list, await buildWithDlpu(path, list));
    for (const rival of takers) {
      append(theirs, rival, await convertWith(rival, model, path, installations));
    }
  }
  const least = (list: TargetList): Cost => leastCost(own.get(list) ?? []);
  return {
    model,
    own: { float: least("float"), int8: least("int8"), four: least("four"), all: least("all") },
    rivals: [...theirs].map(([rival, conversions]) => ({
      rival,
      cost: leastCost(conversions.map(({ cost }) => cost)),
      made: conversions.every(({ made }) => made),
    })),
  };
}

interface Conversion {
  readonly cost: Cost;
  /** Whether the file that was asked for is there. */
  readonly made: boolean;
}

async function buildWithDlpu(path: string, list: TargetList): Promise<Cost> {
  return await inEmptyFolder(async (folder) => {
    const cli = join(PROJECT_ROOT, "src", "entry", "cli.ts");
    const socs = TARGET_LISTS[list].join(",");
    const args = ["build", "--models", path, "--soc", socs, "--out", join(folder, "out")];
    return await measure([execPath, cli, ...args], folder);
  });
}

async function convertWith(
  rival: Rival,
  model: BenchModel,
  path: string,
  installations: readonly Installation[],
): Promise<Conversion> {
  const bin = installations.find(({ name }) => name === rival.environment)?.bin;
  if (bin === undefined) throw new Error(`no environment for ${rival.name}`);
  return await inEmptyFolder(async (folder) => {
    const calibration = join(folder, "calibration.npy");
    await writeNoise(join(bin, "python"), model.shape, calibration);
    const call = { bin, model: path, input: model.input, calibration, out: folder };
    const cost = await measure(rival.command(call), folder);
    const pattern = rival.job === "int8" ? INT8_FILE : ANY_FILE;
    const made = (await readdir(folder)).some((name) => pattern.test(name));
    return { cost, made };
  });
}

/** onnx2tf names its forms; TensorFlow's script writes one file. */
const INT8_FILE = /full_integer_quant\.tflite$|^model\.tflite$/;
const ANY_FILE = /\.tflite$/;

/** Not timed: the same seeded noise for every tool that needs a file of it. */
async function writeNoise(python: string, shape: readonly number[], path: string): Promise<void> {
  const script =
    "import sys, numpy as np; shape = [int(size) for size in sys.argv[2:]];" +
    "np.save(sys.argv[1], np.random.default_rng(0).random(shape, np.float32))";
  const sizes = [CALIBRATION_SAMPLES, ...shape].map(String);
  await runTool(python, ["-c", script, path, ...sizes]);
}

async function inEmptyFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-"));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/** The file's name, as tables show it. */
export function shownName({ path }: BenchModel): string {
  return basename(path);
}
