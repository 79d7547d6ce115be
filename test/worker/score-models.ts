import { writeFileSync } from "node:fs";
import path from "node:path";
import { taskSchema } from "../../src/result/task.ts";
import type { WorkerChannel } from "../../src/worker/channel.ts";
import type { MethodParams } from "../../src/worker/method-params.ts";
import type { MethodResult } from "../../src/worker/method-results.ts";
import { type Output, writeOutputs } from "./npy.ts";
import { limits, temporaryFolder } from "./support.ts";

type Labels = MethodParams["score"]["labels"];

/** A picture of 32×32 pixels. */
const PICTURE = path.resolve(import.meta.dirname, "../../examples/evaluation/digits/0000.png");

/** Two models, each given by its outputs on one sample: a picture stretched to the input's size. */
export interface ScoredModels {
  readonly task: unknown;
  readonly labels: (folder: string) => Labels;
  readonly input: { readonly width: number; readonly height: number };
  readonly reference: readonly Output[];
  readonly candidate: readonly Output[];
}

export async function scoreModels(
  channel: WorkerChannel,
  { task, labels, input, reference, candidate }: ScoredModels,
): Promise<MethodResult<"score">> {
  const folder = temporaryFolder();
  const sample = fill([1, input.height, input.width, 3], 0);
  writeOutputs(path.join(folder, "samples"), [sample]);
  writeOutputs(path.join(folder, "reference"), reference);
  writeOutputs(path.join(folder, "candidate"), candidate);
  const { result } = await channel.call(
    "score",
    {
      task: taskSchema.parse(task),
      samplesDir: path.join(folder, "samples"),
      resize: "stretch",
      referenceDir: path.join(folder, "reference"),
      candidateDir: path.join(folder, "candidate"),
      outputs: null,
      labels: labels(folder),
    },
    limits,
  );
  return result;
}

/** Labels of the picture's one face: left, top, width and height in its pixels. */
export function labelFace(bbox: readonly number[]): (folder: string) => Labels {
  return (folder) => {
    const file = path.join(folder, "labels.json");
    const coco = {
      images: [{ id: 7, file_name: "0000.png" }],
      categories: [{ id: 3, name: "face" }],
      annotations: [{ image_id: 7, category_id: 3, bbox }],
    };
    writeFileSync(file, JSON.stringify(coco));
    return { kind: "boxes", path: file, imageIds: [7], pictures: [PICTURE], classes: null };
  };
}

export function fill(shape: readonly number[], value: number): Output {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Array<number>(size).fill(value) };
}
