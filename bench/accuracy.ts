import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { format } from "prettier";
import { writeFileAtomic } from "../src/io/files.ts";
import { resolveCacheFolder } from "../src/io/machine.ts";
import type { WorkerEnvironmentName } from "../src/toolchain/worker-environment.ts";
import { ensureWorkerEnvironment } from "../src/toolchain/worker-environment.ts";
import { WorkerChannel } from "../src/worker/channel.ts";
import { measure, type Measured } from "./accuracy/measure.ts";
import { MODELS, type BenchModel } from "./accuracy/models.ts";
import { findPictures, splitPictures, type Split } from "./accuracy/pictures.ts";
import { renderAccuracy, type ModelRows } from "./accuracy/render.ts";
import { describeMachine } from "./machine.ts";
import { getSharedData } from "./shared-data.ts";

/**
 * Quantizes the depthwise models and ResNet8 as they are, by the search, by onnx2tf and by TensorFlow, on several random
 * splits of the pictures, and writes docs/accuracy.md: what each file loses against its float model.
 *
 * Usage: `node bench/accuracy.ts [SPLITS]`, 3 unless told. DLPU_PYTHON_CORE and DLPU_PYTHON_TENSORFLOW name interpreters
 * to take instead of the worker's own environments.
 */
const splits = Number(process.argv[2] ?? 3);
const sharedData = getSharedData();
const folder = await mkdtemp(join(tmpdir(), "dlpu-accuracy-"));
const pythons = {
  core: await pythonOf("core", process.env["DLPU_PYTHON_CORE"]),
  tensorflow: await pythonOf("tensorflow", process.env["DLPU_PYTHON_TENSORFLOW"]),
};
const channel = new WorkerChannel(pythons.core, join(import.meta.dirname, "..", "worker"));
const rows = MODELS.map((model) => ({ model, splits: [] as Measured[] }));
try {
  for (let seed = 0; seed < splits; seed += 1) {
    for (const { model, splits: measured } of rows) {
      console.log(`split ${seed + 1} of ${splits}: ${model.path}`);
      measured.push(await measureSplit(model, seed));
    }
    await writePage(await Promise.all(rows.map(describeRows)));
  }
} finally {
  await channel.close();
  await rm(folder, { recursive: true });
}

async function measureSplit(model: BenchModel, seed: number): Promise<Measured> {
  const split = await dealPictures(model, seed);
  const place = join(folder, basename(model.path), String(seed));
  return await measure(model, sharedData, split, channel, pythons, place);
}

async function dealPictures({ pictures }: BenchModel, seed: number): Promise<Split> {
  return splitPictures(sharedData, await findPictures(sharedData, pictures), seed);
}

async function describeRows({ model, splits }: (typeof rows)[number]): Promise<ModelRows> {
  const { calibration, unseen, aside } = await dealPictures(model, 0);
  return {
    path: model.path,
    calibration: calibration.length,
    unseen: unseen.length,
    aside: aside.length,
    splits,
  };
}

/** After each split, so that a run that is ended early leaves what it has. */
async function writePage(models: readonly ModelRows[]): Promise<void> {
  const markdown = renderAccuracy(models, describeMachine());
  const page = join(import.meta.dirname, "..", "docs", "accuracy.md");
  await writeFileAtomic(page, await format(markdown, { parser: "markdown", printWidth: 100 }));
}

async function pythonOf(name: WorkerEnvironmentName, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const cacheFolder = resolveCacheFolder(process.env);
  return (await ensureWorkerEnvironment(name, cacheFolder, process.env)).python;
}
