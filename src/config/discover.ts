import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { escapePath, isDynamicPattern } from "tinyglobby";
import { UserError } from "../errors.ts";
import { exists, findStat } from "../io/files.ts";
import { type Boundary, requireInside } from "./boundary.ts";
import { crawl } from "./crawl.ts";

const MODEL_FILES = ["**/*.onnx", "**/*.tflite", "**/*.keras", "**/*.h5", "**/saved_model.pb"];

/** Folders that never hold a user's own models. */
const IGNORED = ["**/node_modules/**", "**/.git/**", "**/.venv/**", "**/__pycache__/**"];

/** Where to look: what patterns are relative to, how far files may lie from there, and who asks. */
export interface SearchPlace {
  readonly base: string;
  readonly boundary: Boundary;
  /** `--models`, or the path of a configuration. */
  readonly naming: string;
}

/**
 * The models that a path or glob names, absolute and sorted: files as they are, a SavedModel as its folder, any other
 * folder as all models below it. One that is there under several names, by links, is found once.
 *
 * @throws UserError when a plain path does not exist, and where one leads out of the boundary.
 */
export async function findModels(
  pattern: string,
  place: SearchPlace,
  outFolder: string,
): Promise<string[]> {
  const ignore = [...IGNORED, `${escapePath(outFolder)}/**`];
  if (isDynamicPattern(pattern)) return await modelsOf(await globFiles(pattern, place, ignore));
  const path = resolve(place.base, pattern);
  await requireInside(path, place.boundary, place.naming);
  const found = await findStat(path);
  if (found === undefined) {
    throw new UserError(
      `No model at ${pattern} (looked in ${place.base})`,
      "Check the path; globs such as models/**/*.onnx work too.",
    );
  }
  if (!found.isDirectory() || (await exists(join(path, "saved_model.pb")))) return [path];
  return await modelsOf(await crawl(MODEL_FILES, path, ignore, place.boundary));
}

/** All files that a folder, a glob or a plain path names, absolute and sorted. */
export async function findDataFiles(pattern: string, place: SearchPlace): Promise<string[]> {
  if (isDynamicPattern(pattern)) return await globFiles(pattern, place, []);
  const path = resolve(place.base, pattern);
  await requireInside(path, place.boundary, place.naming);
  const found = await findStat(path);
  if (found === undefined) return [];
  return found.isDirectory() ? await crawl(["**/*"], path, [], place.boundary) : [path];
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

/** A SavedModel is known by its `saved_model.pb`. Of several names of one model its real one counts, else the first. */
async function modelsOf(files: readonly string[]): Promise<string[]> {
  const names = new Map<string, string>();
  for (const file of files) {
    const model = basename(file) === "saved_model.pb" ? dirname(file) : file;
    const real = await realpath(model);
    if (!names.has(real) || model === real) names.set(real, model);
  }
  return [...names.values()].sort();
}

/** The walk starts where the pattern's first `*` is, and not above. */
async function globFiles(
  pattern: string,
  { base, boundary, naming }: SearchPlace,
  ignore: readonly string[],
): Promise<string[]> {
  const names = pattern.split("/");
  // Alternatives may hold slashes, `{a/b,c}/d`: a name with an opening bracket begins the pattern, too.
  const first = names.findIndex((name) => isDynamicPattern(name) || /[{(]/.test(name));
  const folder = resolve(
    base,
    names.slice(0, Math.max(first, 0)).join("/") || (first > 0 ? "/" : "."),
  );
  await requireInside(folder, boundary, naming);
  if (folder === parse(folder).root) {
    throw new UserError(
      `${naming} names ${pattern}, which looks through the whole file system`,
      "Start the pattern with a folder.",
    );
  }
  if ((await findStat(folder))?.isDirectory() !== true) return [];
  return await crawl([names.slice(Math.max(first, 0)).join("/")], folder, ignore, boundary);
}
