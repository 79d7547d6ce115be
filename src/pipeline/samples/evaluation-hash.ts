import type { EvaluationConfig } from "../../config/config.ts";
import { sha256, sha256Files } from "../../io/hash.ts";
import { canonicalJson } from "../content-key.ts";

/** SHA-256 over evaluation data and its labels, wherever they lie; `null` without data. */
export async function sha256Evaluation(
  evaluation: EvaluationConfig | undefined,
): Promise<string | null> {
  if (evaluation === undefined) return null;
  const data = await sha256Files(evaluation.files);
  return sha256(canonicalJson({ data, labels: await describeLabels(evaluation) }));
}

async function describeLabels({ files, labels }: EvaluationConfig): Promise<unknown> {
  switch (labels?.kind) {
    case undefined:
      return null;
    case "classes":
      return files.map((file) => labels.classes.get(file) ?? null);
    case "boxes": {
      const images = files.map((file) => labels.images.get(file) ?? null);
      return { boxes: await sha256Files([labels.path]), images, classes: labels.classes ?? null };
    }
    case "masks":
      return await sha256Files(files.flatMap((file) => labels.masks.get(file) ?? []));
  }
}
