import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { loadClassLabels } from "./class-labels.ts";
import { loadBoxLabels } from "./coco.ts";
import type { Labels } from "./config.ts";
import { requireInside } from "./boundary.ts";
import { isArrayFile, type SearchPlace } from "./discover.ts";
import { loadMaskLabels } from "./masks.ts";
import { loadRowLabels } from "./row-labels.ts";
import type { ModelEntry } from "./schema.ts";

/** Reads what is right for each of the files, or for each row of arrays, in the form that the model's task takes. */
export async function loadLabels(
  named: string,
  files: readonly string[],
  { classes, task }: Pick<ModelEntry, "classes" | "task">,
  place: SearchPlace,
): Promise<Labels> {
  const path = resolve(place.base, named);
  await requireInside(path, place.boundary, place.naming);
  if (files.some(isArrayFile)) return await loadRowLabels(path, { classes, task });
  if (isArrayFile(path)) throw noArrays(path);
  switch (task?.kind) {
    case "detection":
      return await loadBoxLabels(path, files, classes);
    case "segmentation":
      return await loadMaskLabels(named, place, files);
    case "regression":
    case "embedding":
      throw notLabelled(path, task.kind);
    case "classification":
    case undefined:
      if (/\.json$/i.test(named)) throw taskMissing(path);
      return await loadClassLabels(path, files, classes);
  }
}

/** Whether the labels say anything of a file. */
export function isLabelled(file: string, labels: Labels): boolean {
  switch (labels.kind) {
    case "classes":
      return labels.classes.has(file);
    case "boxes":
      return labels.images.has(file);
    case "masks":
      return labels.masks.has(file);
    case "class-rows":
    case "box-rows":
    case "array":
      return isArrayFile(file);
  }
}

function notLabelled(path: string, task: string): UserError {
  return new UserError(
    `${path} cannot be used: labels of the task ${task} are not read`,
    "Leave labels out: the file is judged by how far its answers are from the float model's.",
  );
}

function noArrays(path: string): UserError {
  return new UserError(
    `${path} labels the rows of an array, and the evaluation data are pictures`,
    "Name a CSV with the columns file,label, COCO's JSON or a folder of masks; or give the data as .npy, too.",
  );
}

function taskMissing(path: string): UserError {
  return new UserError(
    `${path} is no table of classes`,
    "For boxes in COCO's JSON, say how the detector's outputs are decoded: task: {kind: detection, decoder: …}.",
  );
}
