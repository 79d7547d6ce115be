import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import type { DataConfig, EvaluationConfig } from "./config.ts";
import type { Boundary } from "./boundary.ts";
import { findDataFiles, isArrayFile, type SearchPlace, showPath } from "./discover.ts";
import { isLabelled, loadLabels } from "./labels.ts";
import type { ModelEntry } from "./schema.ts";

/** The configuration file that names data: paths are relative to its `root`, errors name its `path`. */
export interface NamingFile {
  readonly root: string;
  readonly path: string;
  /** What it names must lie in there. */
  readonly boundary: Boundary;
}

/** Where a configuration's paths are looked for. */
export function placeOf({ root, boundary, path }: NamingFile): SearchPlace {
  return { base: root, boundary, naming: path };
}

const DATA_FILE = /\.(jpe?g|png|bmp|npy|npz)$/i;

/**
 * The files that some patterns name; `undefined` without patterns.
 *
 * @throws UserError where they name none, or pictures and arrays alike.
 */
export async function loadData(
  patterns: readonly string[] | undefined,
  file: NamingFile,
  what: string,
): Promise<DataConfig | undefined> {
  if (patterns === undefined) return undefined;
  const found = await findFiles(patterns, file);
  return { files: requireOneKind(found, patterns, file, what) };
}

/** The evaluation data: only what the labels say something of, where there are labels. */
export async function loadEvaluation(
  options: Pick<ModelEntry, "evaluation" | "classes" | "task">,
  file: NamingFile,
): Promise<EvaluationConfig | undefined> {
  if (options.evaluation === undefined) return undefined;
  const { data: patterns, labels: named } = options.evaluation;
  const found = await findFiles(patterns, file);
  const labelsPath = named === undefined ? undefined : resolve(file.root, named);
  const data = found.filter((path) => path !== labelsPath); // An array of labels may lie beside them.
  const files = requireOneKind(data, patterns, file, "evaluation");
  if (named === undefined) return { files, labels: undefined };
  const labels = await loadLabels(named, files, options, placeOf(file));
  return { files: files.filter((path) => isLabelled(path, labels)), labels };
}

async function findFiles(patterns: readonly string[], file: NamingFile): Promise<string[]> {
  const place = placeOf(file);
  const found = await Promise.all(patterns.map((pattern) => findDataFiles(pattern, place)));
  return [...new Set(found.flat())].filter((path) => DATA_FILE.test(path)).sort();
}

function requireOneKind(
  files: readonly string[],
  patterns: readonly string[],
  { path, root }: NamingFile,
  what: string,
): readonly string[] {
  if (files.length === 0) {
    throw new UserError(
      `${path}: ${what} names no image or array: ${patterns.join(", ")}`,
      "Name a folder or glob of .jpg, .png or .bmp images, or one .npy or .npz file.",
    );
  }
  const array = files.find(isArrayFile);
  const image = files.find((name) => !isArrayFile(name));
  if (array === undefined || image === undefined) return files;
  throw new UserError(
    `${path}: ${what} mixes images and arrays: ${showPath(image, root)}, ${showPath(array, root)}`,
    "Name images, or .npy and .npz files; a folder of each keeps them apart.",
  );
}
