import { stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { UserError } from "../errors.ts";
import { exists, findStat } from "../io/files.ts";

const MODEL_FILES = ["**/*.onnx", "**/*.tflite", "**/*.keras", "**/*.h5", "**/saved_model.pb"];

/** Folders that never hold a user's own models. */
const IGNORED = ["**/node_modules/**", "**/.git/**", "**/.venv/**", "**/__pycache__/**"];

/**
 * The models that a path or glob names, absolute and sorted: files as they are, a SavedModel as its folder, any other
 * folder as all models below it.
 *
 * @throws UserError when a plain path does not exist.
 */
export async function findModels(
  pattern: string,
  base: string,
  outFolder: string,
): Promise<string[]> {
  if (isDynamicPattern(pattern)) return await globModels([pattern], base, outFolder);
  const path = resolve(base, pattern);
  const found = await findStat(path);
  if (found === undefined) {
    throw new UserError(
      `No model at ${pattern} (looked in ${base})`,
      "Check the path; globs such as models/**/*.onnx work too.",
    );
  }
  if (!found.isDirectory() || (await exists(join(path, "saved_model.pb")))) return [path];
  return await globModels(MODEL_FILES, path, outFolder);
}

/** All files that a folder, a glob or a plain path names, absolute and sorted. */
export async function findDataFiles(pattern: string, base: string): Promise<string[]> {
  if (isDynamicPattern(pattern)) return await globFiles([pattern], base, []);
  const path = resolve(base, pattern);
  const found = await findStat(path);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return await globFiles(["**/*"], path, []);
}

/** Whether a data file holds samples as arrays, rather than being a picture. */
export function isArrayFile(path: string): boolean {
  return /\.np[yz]$/i.test(path);
}

/** A path as the user would write it: relative to the root where it lies below, with `/` between names. */
export function showPath(path: string, root: string): string {
  const below = relative(root, path);
  const shown = below.startsWith("..") || isAbsolute(below) ? path : below;
  return shown.split(sep).join("/");
}

async function globModels(patterns: string[], base: string, outFolder: string): Promise<string[]> {
  const files = await globFiles(patterns, base, [...IGNORED, `${outFolder}/**`]);
  const models = await Promise.all(files.map(modelOf));
  return [...new Set(models.filter((model) => model !== undefined))].sort();
}

/** A SavedModel is known by its `saved_model.pb`; other folders that a glob names are no models. */
async function modelOf(path: string): Promise<string | undefined> {
  if (path.endsWith(`${sep}saved_model.pb`)) return dirname(path);
  return (await stat(path)).isFile() ? path : undefined;
}

async function globFiles(patterns: string[], base: string, ignore: string[]): Promise<string[]> {
  const files = await glob(patterns, {
    cwd: base,
    absolute: true,
    ignore,
    expandDirectories: false,
  });
  return files.map((file) => resolve(file)).sort();
}
