import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";

/** A model file and its size. */
export interface SizedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The whole models of the shared data, by path. */
export async function listWholeModels(sharedData: string): Promise<SizedFile[]> {
  return await listFiles(sharedData, ["models/**/*.{tflite,onnx}", "edgetpu/*.tflite"]);
}

/** A hundred files: the whole models, filled up with the largest single-operator files. */
export async function listHundred(sharedData: string): Promise<SizedFile[]> {
  const whole = await listWholeModels(sharedData);
  const single = await listFiles(sharedData, ["ethos-n/**/*.tflite"]);
  return [...whole, ...single.sort((a, b) => b.sizeBytes - a.sizeBytes)].slice(0, 100);
}

/** The model whose size is nearest to a given one. */
export function getNearestInSize(files: readonly SizedFile[], sizeBytes: number): SizedFile {
  const distance = (file: SizedFile): number => Math.abs(file.sizeBytes - sizeBytes);
  const [first, ...others] = files;
  if (first === undefined) throw new Error("no files to choose from");
  return others.reduce((best, file) => (distance(file) < distance(best) ? file : best), first);
}

async function listFiles(folder: string, patterns: string[]): Promise<SizedFile[]> {
  const paths = (await glob(patterns, { cwd: folder })).sort();
  return await Promise.all(
    paths.map(async (path) => ({
      path: join(folder, path),
      sizeBytes: (await stat(join(folder, path))).size,
    })),
  );
}
