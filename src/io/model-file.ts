import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { EnvironmentError, UserError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { parseOnnx } from "../graph/onnx/parse-onnx.ts";
import { type CompiledFormat, isLfsPointer, recognizeModel } from "../graph/recognize-model.ts";
import { parseTflite } from "../graph/tflite/parse-tflite.ts";
import { COMPILED_FORMATS } from "../targets/catalogue.ts";
import { checkExternalData } from "./external-data.ts";

/** A model in the user's repository, recognised by its content. */
export type ModelFile = GraphFile | OpaqueModel | CompiledModelFile;

/** A file whose graph dlpu reads itself. */
export interface GraphFile {
  readonly kind: "tflite" | "onnx";
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly graph: Graph;
  /** Paths of the files that hold the model's other constants, sorted. */
  readonly externalFiles: readonly string[];
}

/** A model whose graph is known only after import. */
export interface OpaqueModel {
  readonly kind: "h5" | "keras" | "saved-model";
  readonly path: string;
}

/** What a soc's compiler made; its graph is never known. */
export interface CompiledModelFile {
  readonly kind: "compiled";
  readonly format: CompiledFormat;
  readonly path: string;
}

/**
 * Loads a model file or a SavedModel folder.
 *
 * @throws UserError when there is nothing there, or nothing that is a model; ModelParseError when it is damaged.
 */
export async function loadModelFile(path: string): Promise<ModelFile> {
  const info = await orExplain(path, stat(path));
  if (info.isDirectory()) return loadFolder(path);
  if (basename(path) === "saved_model.pb") return await loadFolder(dirname(path));
  if (!info.isFile()) {
    throw new UserError(
      `${path} is not a regular file.`,
      "Name a model file or a SavedModel folder.",
    );
  }
  const file = await orExplain(path, readFile(path));
  return loadBytes(path, new Uint8Array(file.buffer, file.byteOffset, file.byteLength));
}

/** Loads a file that must have a graph: one that dlpu made, or that it takes as it is. */
export async function loadGraph(path: string): Promise<Graph> {
  const file = await loadModelFile(path);
  if ("graph" in file) return file.graph;
  throw new UserError(`${path} is no .tflite or .onnx file.`, "Name a .tflite or .onnx model.");
}

async function loadFolder(path: string): Promise<ModelFile> {
  const program = await lstat(join(path, "saved_model.pb")).catch(() => undefined);
  if (program?.isFile() === true) {
    await requirePlainFiles(path);
    return { kind: "saved-model", path };
  }
  throw new UserError(
    `${path} is a folder without a saved_model.pb.`,
    "Name a model file, or the folder that TensorFlow saved a model into.",
  );
}

/** What reads a SavedModel follows links in it, wherever they lead, and waits for pipes. */
async function requirePlainFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const odd = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (odd === undefined) return;
  throw new UserError(
    `${folder} cannot be read: ${relative(folder, join(odd.parentPath, odd.name))} in it is a link, or no regular file.`,
    "Put the file itself in its place.",
  );
}

async function loadBytes(path: string, bytes: Uint8Array): Promise<ModelFile> {
  if (isLfsPointer(bytes)) {
    throw new UserError(
      `${path} is a Git LFS pointer, not the model itself.`,
      "Run `git lfs pull`, or set `lfs: true` on actions/checkout.",
    );
  }
  const kind = recognizeModel(bytes, COMPILED_FORMATS) ?? guessByExtension(path);
  if (typeof kind === "object") return { kind: "compiled", format: kind, path };
  if (kind === "tflite") {
    return { kind, path, bytes, graph: parseTflite(bytes, path), externalFiles: [] };
  }
  if (kind !== "onnx") return { kind, path };
  const graph = parseOnnx(bytes, path);
  return { kind, path, bytes, graph, externalFiles: await checkExternalData(graph, path) };
}

/** For a damaged file the parser's complaint helps more than "not a model". */
function guessByExtension(path: string): "tflite" | "onnx" {
  const extension = extname(path).toLowerCase();
  if (extension === ".tflite") return "tflite";
  if (extension === ".onnx") return "onnx";
  throw new UserError(
    `${path} is not a model that dlpu knows.`,
    `Supported are .tflite, .onnx, .keras, .h5 and SavedModel folders; compiled ${listVendors()} files can be inspected.`,
  );
}

function listVendors(): string {
  return [...new Set(COMPILED_FORMATS.map(({ vendor }) => vendor))].join(" and ");
}

async function orExplain<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new UserError(`${path} does not exist.`, "Check the path and its spelling.", {
        cause: error,
      });
    }
    if (code === "ERR_FS_FILE_TOO_LARGE") {
      throw new UserError(
        `${path} is larger than 2 GiB.`,
        "No Axis camera can load such a model.",
        {
          cause: error,
        },
      );
    }
    throw new EnvironmentError(
      `${path} cannot be read: ${String(error)}.`,
      "Check its permissions.",
      {
        cause: error,
      },
    );
  }
}
