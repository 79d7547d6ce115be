import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Output } from "./npy.ts";
import { fill, labelFace, scoreModels } from "./score-models.ts";
import { corePython, runFixture, useChannel } from "./support.ts";

/** The picture of 32×32 pixels is seen at twice the size. */
const input = { width: 64, height: 64 };

describe.skipIf(corePython === undefined)("scoring a task", () => {
  const channel = useChannel(corePython);

  test("top-1 and top-5 count the label's rank, and of equal scores the first class is best", async () => {
    const scores = [0.5, 0.5, 0.4, 0.3, 0.2, 0.1];
    const wanted = (label: number) => () => ({ kind: "classes" as const, classes: [label] });
    const run = (label: number) =>
      scoreModels(channel, {
        task: { kind: "classification" },
        labels: wanted(label),
        input,
        reference: [{ shape: [1, 1, 6], values: scores }],
        candidate: [{ shape: [1, 1, 6], values: [...scores].reverse() }],
      });
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

  /** In the model's input at 16..32. */
  const labels = labelFace([8, 8, 8, 8]);

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
      const models = { task: { kind: "detection", ...task }, labels, input, reference: at(24, 24) };
      // Two pixels off in one direction leaves an overlap of 14/18 = 0.78: six of ten thresholds.
      const { resampled } = await scoreModels(channel, { ...models, candidate: at(26, 24) });
      expect(resampled).toMatchObject([
        { name: "mAP@[.5:.95]", reference: 1, candidate: 0.6, samples: 1 },
        { name: "mAP@.5", reference: 1, candidate: 1, samples: 1 },
      ]);
      // Eight pixels off in one direction is an overlap of a third.
      const lost = await scoreModels(channel, { ...models, candidate: at(24, 32) });
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
    const outputs = [fill([1, 1, 4, 4], 0)];
    const task = { kind: "detection", decoder: "yunet", strides: [16] };
    const models = { task, labels, input, reference: outputs, candidate: outputs };
    await expect(scoreModels(channel, models)).rejects.toThrow(/16 anchors.*4x4x1.*\[1, 4, 4\]/);
  });
});

const sides = z.array(z.number()).length(4);
const rectangles = z.array(z.object({ seen: sides, computed: sides }));
const precisions = z.object({ ours: z.array(z.number()), theirs: z.array(z.number()) });
