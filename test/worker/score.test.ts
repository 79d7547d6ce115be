import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { taskSchema } from "../../src/config/task.ts";
import type { MethodParams, MethodResult } from "../../src/worker/protocol.ts";
import { type Output, writeOutputs } from "./npy.ts";
import { corePython, limits, runFixture, temporaryFolder, useChannel } from "./support.ts";

/** 32×32 pixels, which a model for 64×64 sees at twice the size. */
const PICTURE = path.resolve(import.meta.dirname, "../../examples/evaluation/digits/0000.png");

describe.skipIf(corePython === undefined)("scoring a task", () => {
  const channel = useChannel(corePython);

  /** One sample of a 64×64 picture; each model is given by its outputs on it. */
  async function score(
    task: unknown,
    labels: (folder: string) => MethodParams["score"]["labels"],
    reference: readonly Output[],
    candidate: readonly Output[],
  ): Promise<MethodResult<"score">> {
    const folder = temporaryFolder();
    writeOutputs(path.join(folder, "samples"), [fill([1, 64, 64, 3], 0)]);
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
        labels: labels(folder),
      },
      limits,
    );
    return result;
  }

  test("top-1 and top-5 count the label's rank, and of equal scores the first class is best", async () => {
    const scores = [0.5, 0.5, 0.4, 0.3, 0.2, 0.1];
    const wanted = (label: number) => () => ({ kind: "classes" as const, classes: [label] });
    const run = (label: number) =>
      score(
        { kind: "classification" },
        wanted(label),
        [{ shape: [1, 1, 6], values: scores }],
        [{ shape: [1, 1, 6], values: [...scores].reverse() }],
      );
    const ranks = { bothRight: 0, onlyReference: 0, onlyCandidate: 0, bothWrong: 0 };
    expect((await run(0)).shares).toEqual([
      { ...ranks, name: "top-1", onlyReference: 1 },
      { ...ranks, name: "top-5", onlyReference: 1 },
    ]);
    expect((await run(1)).shares).toEqual([
      { ...ranks, name: "top-1", bothWrong: 1 },
      { ...ranks, name: "top-5", bothRight: 1 },
    ]);
  });

  /** The picture has one face at 8..16, which is 16..32 of the model's input; the label says so. */
  const boxLabels = (folder: string): MethodParams["score"]["labels"] => {
    const file = path.join(folder, "labels.json");
    const coco = {
      images: [{ id: 7, file_name: "0000.png" }],
      categories: [{ id: 3, name: "face" }],
      annotations: [{ image_id: 7, category_id: 3, bbox: [8, 8, 8, 8] }],
    };
    writeFileSync(file, JSON.stringify(coco));
    return { kind: "boxes", path: file, imageIds: [7], pictures: [PICTURE], classes: null };
  };

  /** Each decoder with outputs that mean: a face of that size whose center is at (x, y) of the input, and noise below. */
  const detectors: readonly [string, object, (x: number, y: number) => Output[]][] = [
    [
      "boxes",
      { decoder: "boxes" },
      (x, y) => [
        { shape: [1, 1, 2, 1], values: [0.9, 0.2] },
        {
          shape: [1, 1, 2, 4],
          values: [...[x - 8, y - 8, x + 8, y + 8].map((side) => side / 64), 0, 0, 1, 1],
        },
      ],
    ],
    [
      "ssd",
      { decoder: "ssd", anchors: [[[16, 16]]], strides: [32], activation: "softmax" },
      (x, y) => [
        {
          shape: [1, 1, 4, 4],
          values: [(y - 16) / 1.6, (x - 16) / 1.6, 0, 0, ...Array<number>(12).fill(0)],
        },
        { shape: [1, 1, 4, 2], values: [-3, 3, 4, -4, 4, -4, 4, -4] },
      ],
    ],
    [
      "yolo with a row a value",
      { decoder: "yolo" },
      (x, y) => [
        {
          shape: [1, 1, 5, 6],
          values: [[x, 9, 9, 9, 9, 9], [y, 9, 9, 9, 9, 9], Array(6).fill(16), Array(6).fill(16)]
            .flat()
            .concat([0.9, 0, 0, 0, 0, 0]) as number[],
        },
      ],
    ],
    [
      "yolo with objectness",
      { decoder: "yolo", objectness: true, coordinates: "normalized" },
      (x, y) => [
        {
          shape: [1, 1, 7, 6],
          values: [
            [x / 64, y / 64, 0.25, 0.25, 0.9, 0.9],
            ...Array<number[]>(6).fill([0.1, 0.1, 0.1, 0.1, 0.9, 0]),
          ].flat(),
        },
      ],
    ],
    [
      "yunet",
      { decoder: "yunet", strides: [32] },
      (x, y) => [
        { shape: [1, 1, 4, 1], values: [0.9, 0, 0.1, 0] },
        { shape: [1, 1, 4, 1], values: [0.8, 0, 0.1, 0] },
        {
          shape: [1, 1, 4, 4],
          values: [x / 32, y / 32, Math.log(0.5), Math.log(0.5), ...Array<number>(12).fill(0)],
        },
        fill([1, 1, 4, 10], 0),
      ],
    ],
    [
      "postprocess",
      { decoder: "postprocess" },
      (x, y) => [
        {
          shape: [1, 1, 2, 4],
          values: [...[y - 8, x - 8, y + 8, x + 8].map((side) => side / 64), 0, 0, 1, 1],
        },
        { shape: [1, 1, 2], values: [0, 0] },
        { shape: [1, 1, 2], values: [0.9, 0.95] },
        { shape: [1, 1], values: [1] },
      ],
    ],
  ];

  test.each(detectors)(
    "%s finds the face where it is, and not where it is not",
    async (_, task, at) => {
      const config = { kind: "detection", ...task };
      // Two pixels off in one direction leaves an overlap of 14/18 = 0.78: six of ten thresholds.
      const { resampled } = await score(config, boxLabels, at(24, 24), at(26, 24));
      expect(resampled).toMatchObject([
        { name: "mAP@[.5:.95]", reference: 1, candidate: 0.6, samples: 1 },
        { name: "mAP@.5", reference: 1, candidate: 1, samples: 1 },
      ]);
      // Eight pixels off in one direction is an overlap of a third.
      const lost = await score(config, boxLabels, at(24, 24), at(24, 32));
      expect(lost.resampled).toMatchObject([{ candidate: 0 }, { candidate: 0 }]);
    },
  );

  test("drawn anew with weights, average precision is pycocotools' own on as many copies", () => {
    const worker = path.resolve(import.meta.dirname, "../../worker");
    const printed = runFixture(corePython, "resampled_precision.py", worker);
    const { ours, theirs } = precisions.parse(JSON.parse(printed));
    expect(ours.length).toBeGreaterThan(0);
    for (const [index, value] of ours.entries()) expect(value).toBeCloseTo(theirs[index] ?? 0, 12);
  });

  test("a point of a picture is found in the model's input, whichever way it is resized", () => {
    const worker = path.resolve(import.meta.dirname, "../../worker");
    const printed = runFixture(corePython, "resized_rectangle.py", worker);
    const found = rectangles.parse(JSON.parse(printed));
    expect(found).toHaveLength(8);
    for (const { seen, computed } of found) {
      for (const [side, value] of computed.entries()) {
        expect(Math.abs(value - (seen[side] ?? 0))).toBeLessThanOrEqual(1);
      }
    }
  });

  test("a decoder that does not fit the outputs says which shapes it met", async () => {
    const wrong = score(
      { kind: "detection", decoder: "yunet", strides: [16] },
      boxLabels,
      [fill([1, 1, 4, 4], 0)],
      [fill([1, 1, 4, 4], 0)],
    );
    await expect(wrong).rejects.toThrow(
      /boxes, objectness and classes of 4 by 4 cells.*\[1, 4, 4\]/,
    );
  });
});

const sides = z.array(z.number()).length(4);
const rectangles = z.array(z.object({ seen: sides, computed: sides }));
const precisions = z.object({ ours: z.array(z.number()), theirs: z.array(z.number()) });

function fill(shape: readonly number[], value: number): Output {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Array<number>(size).fill(value) };
}
