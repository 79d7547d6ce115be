import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { sha256 } from "../../src/io/hash.ts";

/** A throw-away folder with models, pictures and a configuration for each effort. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  /** Returns the configuration's path. */
  readonly writeConfig: (effort: "off" | "fast") => Promise<string>;
}

/** The models, as `dlpu.yml` names them, and the pictures that each is fed with. */
const MODELS = [
  {
    path: "models/stm32ai-modelzoo-services/mobilenet_v2_0.35_128_tfs_channel_first.onnx",
    preprocess: { mean: 127.5, std: 127.5 },
    pictures: "photos",
  },
  {
    path: "models/yunet/yunet_n_320_320.onnx",
    preprocess: { color: "bgr", mean: 0, std: 1 },
    pictures: "photos",
  },
  {
    path: "models/mlcommons-tiny/vww_96_float.tflite",
    preprocess: { mean: 0, std: 255 },
    pictures: "photos",
  },
  {
    path: "models/ultra-light-face/version-slim-320_without_postprocessing.onnx",
    preprocess: { mean: 127, std: 128 },
    pictures: "photos",
  },
  {
    path: "models/mlcommons-tiny/pretrainedResnet.tflite",
    preprocess: { mean: 0, std: 1 },
    pictures: "cifar10",
  },
] as const;

/** Links the shared models and pictures and splits the pictures into halves by the hash of their paths. */
export async function makeWorkspace(sharedData: string): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-accuracy-"));
  for (const name of ["models", "images"])
    await symlink(join(sharedData, name), join(folder, name));
  const halves = {
    photos: await splitPictures(folder, ["images/**/*.{jpg,jpeg,png,bmp}"], ["**/cifar10/**"]),
    cifar10: await splitPictures(folder, ["images/cifar10/**/*.{jpg,png}"], []),
  };
  return {
    folder,
    writeConfig: async (effort) => {
      const path = join(folder, `dlpu-${effort}.yml`);
      const models = MODELS.map(({ pictures, ...model }) => ({
        ...model,
        quantization: { effort },
        ...halves[pictures],
      }));
      await writeFile(path, JSON.stringify({ socs: ["artpec-8", "artpec-9"], models }));
      return path;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Masks and drawn digits are no photographs. */
const NO_PHOTOGRAPHS = ["**/*mask*", "**/*mnist*"];

async function splitPictures(
  folder: string,
  patterns: string[],
  ignored: string[],
): Promise<{ calibration: string[]; evaluation: string[] }> {
  const ignore = [...NO_PHOTOGRAPHS, ...ignored];
  const found = await glob(patterns, { cwd: folder, ignore });
  const ordered = found.sort((a, b) => (sha256(a) < sha256(b) ? -1 : 1));
  const half = Math.ceil(ordered.length / 2);
  return { calibration: ordered.slice(0, half), evaluation: ordered.slice(half) };
}
