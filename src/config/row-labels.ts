import { UserError } from "../errors.ts";
import { exists } from "../io/files.ts";
import { loadClassRows } from "./class-labels.ts";
import { loadBoxRows } from "./coco.ts";
import type { RowLabels } from "./config.ts";
import type { ModelEntry } from "./schema.ts";

/** Finds what is right for each row of `.npy` and `.npz` data, in the form that the model's task takes. */
export async function loadRowLabels(
  path: string,
  { classes, task }: Pick<ModelEntry, "classes" | "task">,
): Promise<RowLabels> {
  if (!(await exists(path)))
    throw new UserError(`No labels at ${path}`, "Check evaluation.labels in dlpu.yml.");
  if (task?.kind === "detection") return await loadBoxRows(path, classes);
  if (/\.npy$/i.test(path)) return { kind: "array", path };
  if (task?.kind === "segmentation") {
    throw new UserError(
      `${path} is no array of masks, and the evaluation data are arrays`,
      "Name a .npy of class numbers, [samples, height, width], under evaluation.labels in dlpu.yml.",
    );
  }
  return await loadClassRows(path, classes);
}
