import { basename } from "node:path";
import type { Labels, ModelConfig } from "../../config/config.ts";
import { UserError } from "../../errors.ts";
import type { MethodParams } from "../../worker/method-params.ts";
import type { Samples } from "./samples.ts";

type ScoringLabels = MethodParams["score"]["labels"];

/**
 * The labels in the samples' order; `undefined` where there are none. Of more rows than are used, the first ones are.
 *
 * @throws UserError where arrays have another number of rows than of labels.
 */
export function findScoringLabels(
  { evaluation }: ModelConfig,
  samples: Samples,
): ScoringLabels | undefined {
  const labels = evaluation?.labels;
  return labels === undefined || samples.kind !== "evaluation"
    ? undefined
    : inOrder(labels, samples.report);
}

function inOrder(
  labels: Labels,
  { images, count, used }: Samples["report"],
): ScoringLabels | undefined {
  const files = images.map(({ file }) => file);
  switch (labels.kind) {
    case "classes": {
      const classes = files.flatMap((file) => labels.classes.get(file) ?? []);
      return classes.length === files.length ? { kind: "classes", classes } : undefined;
    }
    case "boxes": {
      const imageIds = files.flatMap((file) => labels.images.get(file) ?? []);
      if (imageIds.length !== files.length) return undefined;
      const { path, classes = null } = labels;
      return { kind: "boxes", path, imageIds, pictures: files, classes };
    }
    case "masks": {
      const masks = files.flatMap((file) => labels.masks.get(file) ?? []);
      return masks.length === files.length ? { kind: "masks", files: masks } : undefined;
    }
    case "class-rows":
      requireOneEach(labels.path, labels.classes.length, count);
      return { kind: "classes", classes: labels.classes.slice(0, used) };
    case "box-rows": {
      const { path, imageIds, classes = null } = labels;
      requireOneEach(path, imageIds.length, count);
      return { kind: "boxes", path, imageIds: imageIds.slice(0, used), pictures: null, classes };
    }
    case "array":
      return { kind: "array", path: labels.path, samples: count };
  }
}

function requireOneEach(path: string, labels: number, samples: number): void {
  if (labels === samples) return;
  throw new UserError(
    `${basename(path)} labels ${labels} samples, the evaluation data have ${samples}`,
    "Give one label a sample, in the order of the arrays' rows.",
  );
}
