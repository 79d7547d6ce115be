import type { Labels, ModelConfig } from "../../config/config.ts";
import type { MethodParams } from "../../worker/protocol.ts";
import type { Samples } from "./samples.ts";

type ScoringLabels = MethodParams["score"]["labels"];

/** The labels in the samples' order; `undefined` where not every sample has one, as with arrays. */
export function findScoringLabels(
  { evaluation }: ModelConfig,
  samples: Samples,
): ScoringLabels | undefined {
  const labels = evaluation?.labels;
  if (labels === undefined || samples.kind !== "evaluation") return undefined;
  const files = samples.report.images.map(({ file }) => file);
  if (files.length !== samples.report.used) return undefined;
  return inOrder(labels, files);
}

function inOrder(labels: Labels, files: readonly string[]): ScoringLabels | undefined {
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
  }
}
