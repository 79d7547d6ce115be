import { realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { UserError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { ModelParseError } from "../graph/model-parse-error.ts";
import {
  type ExternalConstant,
  listExternalConstants,
  splitExternalLocation,
} from "../graph/onnx/external-location.ts";

/**
 * Checks that the files an ONNX model keeps constants in exist, are large enough and lie in the model's folder.
 *
 * Symbolic links are followed before the folder is compared. Gives the files' paths, sorted.
 *
 * @throws ModelParseError when a location leads out of the folder; UserError when a file is missing or too short.
 */
export async function checkExternalData(
  graph: Graph,
  modelPath: string,
): Promise<readonly string[]> {
  const files = new Map<string, { path: string; sizeBytes: number }>();
  for (const constant of listExternalConstants(graph)) {
    const { location } = constant.reference;
    const known = files.get(location) ?? (await findFile(constant, modelPath));
    files.set(location, known);
    checkBounds(constant, known.sizeBytes, modelPath);
  }
  return [...files.values()].map(({ path }) => path).sort();
}

async function findFile(
  { name, reference }: ExternalConstant,
  modelPath: string,
): Promise<{ path: string; sizeBytes: number }> {
  const parts = splitExternalLocation(reference.location);
  if (parts === undefined) return refuse(modelPath, name);
  const folder = await realpath(dirname(modelPath));
  const path = join(dirname(modelPath), ...parts);
  const target = await realpath(path).catch((error: unknown) => {
    throw new UserError(
      `${modelPath} keeps the constant ${JSON.stringify(name)} in ${path}, which does not exist.`,
      "Commit the external data next to the model, or export the model into one file.",
      { cause: error },
    );
  });
  if (!target.startsWith(folder === sep ? sep : folder + sep)) return refuse(modelPath, name);
  const info = await stat(target);
  if (!info.isFile()) return refuse(modelPath, name);
  return { path, sizeBytes: info.size };
}

function refuse(modelPath: string, name: string): never {
  const reason = "its external data is not a file in the folder of the model";
  throw new ModelParseError(modelPath, `constant ${JSON.stringify(name)}`, reason);
}

function checkBounds(
  { name, reference, lengthBytes }: ExternalConstant,
  sizeBytes: number,
  modelPath: string,
): void {
  const end = reference.offsetBytes + lengthBytes;
  if (end <= sizeBytes) return;
  throw new UserError(
    `${modelPath} needs bytes ${reference.offsetBytes} to ${end} of ${JSON.stringify(reference.location)} for ${JSON.stringify(name)}, but that file has only ${sizeBytes}.`,
    "The external data is truncated or belongs to another export: commit both files of the same export.",
  );
}
