import type { DataConfig, EvaluationConfig, ModelConfig } from "../../config/config.ts";
import { sha256, sha256Files } from "../../io/hash.ts";

/** SHA-256 over the data that a model is made from and judged by; `null` where there is none. */
export interface DataHashes {
  readonly calibrationSha256: string | null;
  readonly evaluationSha256: string | null;
  /** Over what the evaluation data is labelled with, wherever that lies. */
  readonly labelsSha256: string | null;
}

/** Reads all of a model's data once. */
export async function hashData({ calibration, evaluation }: ModelConfig): Promise<DataHashes> {
  return {
    calibrationSha256: await hashFiles(calibration),
    evaluationSha256: await hashFiles(evaluation),
    labelsSha256: await hashLabels(evaluation),
  };
}

async function hashFiles(data: DataConfig | undefined): Promise<string | null> {
  return data === undefined ? null : await sha256Files(data.files);
}

async function hashLabels(evaluation: EvaluationConfig | undefined): Promise<string | null> {
  if (evaluation?.labels === undefined) return null;
  const { files, labels } = evaluation;
  switch (labels.kind) {
    case "classes": {
      const classes = files.map((file) => labels.classes.get(file) ?? null);
      return hashJson({ classes, names: labels.names ?? null });
    }
    case "boxes": {
      const images = files.map((file) => labels.images.get(file) ?? null);
      const boxes = await sha256Files([labels.path]);
      return hashJson({ boxes, images, classes: labels.classes ?? null });
    }
    case "masks":
      return await sha256Files(files.flatMap((file) => labels.masks.get(file) ?? []));
    case "class-rows":
      return hashJson(labels.classes);
    case "box-rows": {
      const boxes = await sha256Files([labels.path]);
      return hashJson({ boxes, classes: labels.classes ?? null });
    }
    case "array":
      return await sha256Files([labels.path]);
  }
}

function hashJson(value: unknown): string {
  return sha256(JSON.stringify(value));
}
