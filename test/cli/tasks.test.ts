import { beforeAll, describe, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { corePython } from "../worker/support.ts";
import { AVERAGE_PRECISION, buildTasks, TOP_1 } from "./build-tasks.ts";

const boxes = "task: {kind: detection, decoder: boxes}";
const segments = "task: {kind: segmentation, classes: 3}";
const colors = "classes: [red, green, blue]";

const CASES = {
  detector: {
    model: "detector",
    settings: `${boxes}, evaluation: {data: detector/pictures, labels: detector/labels.json}, budgets: {metric: 55 %, metricDrop: 0 %}`,
  },
  "detector-arrays": {
    model: "detector",
    settings: `${boxes}, evaluation: {data: detector/pictures.npy, labels: detector/labels.json}`,
  },
  segmenter: {
    model: "segmenter",
    settings: `${segments}, evaluation: {data: segmenter/pictures, labels: segmenter/masks}`,
  },
  "segmenter-arrays": {
    model: "segmenter",
    settings: `${segments}, evaluation: {data: segmenter/pictures.npy, labels: segmenter/masks.npy}`,
  },
  "labels-npy": {
    model: "classifier",
    settings: `evaluation: {data: classifier/pictures.npy, labels: classifier/labels.npy}`,
  },
  "labels-csv": {
    model: "classifier",
    settings: `${colors}, evaluation: {data: classifier/pictures.npy, labels: classifier/pictures/labels.csv}`,
  },
  few: {
    model: "classifier",
    settings: "evaluation: {data: classifier/pictures.npy, labels: classifier/few.npy}",
  },
  "few-lines": {
    model: "classifier",
    settings: "evaluation: {data: classifier/pictures.npy, labels: few.csv}",
  },
  "one-hot": {
    model: "classifier",
    settings: "evaluation: {data: classifier/pictures.npy, labels: classifier/one_hot.npy}",
  },
  narrow: {
    model: "narrow",
    settings:
      "classes: [loser, winner], evaluation: {data: narrow/pictures, labels: narrow/pictures/labels.csv}",
  },
} as const;

describe.skipIf(!corePython)("labels (skipped without DLPU_PYTHON_CORE)", () => {
  let buildOf: (name: keyof typeof CASES) => BuildResult;
  beforeAll(async () => {
    buildOf = await buildTasks(CASES, { "few.csv": "label\n0\n1\n" });
  });

  test("a detector's mean average precision is that of float and of the shipped file on COCO's labels", () => {
    const { fidelity, budgets, verdict } = buildOf("detector");
    expect(fidelity?.metrics.map(({ name, samples }) => [name, samples])).toEqual([
      ["mAP@[.5:.95]", 12],
      ["mAP@.5", 12],
    ]);
    for (const { float, final, drop } of fidelity?.metrics ?? []) {
      expect(float?.value).toBeCloseTo(AVERAGE_PRECISION, 10);
      expect(final.value).toBeCloseTo(AVERAGE_PRECISION, 10);
      expect(drop).toEqual({ value: 0, interval: null });
      expect(final.interval?.low).toBeLessThan(AVERAGE_PRECISION);
      expect(final.interval?.high).toBeGreaterThan(AVERAGE_PRECISION);
    }
    expect(fidelity?.accuracy).toBeNull();
    expect(budgets.map(({ outcome }) => outcome)).toEqual(["kept", "kept"]);
    expect(verdict).toBe("warned"); // Few samples of one colour each.
  });

  test("boxes label the rows of an array in the order of COCO's images", () => {
    const { fidelity } = buildOf("detector-arrays");
    expect(fidelity?.metrics.map(({ samples }) => samples)).toEqual([12, 12]);
    expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(AVERAGE_PRECISION, 10);
  });

  /** Of 28 rows that count: class 0 is found in 16 columns and wanted in 8, class 1 found in 16 and wanted in 24. */
  const meanIou = (8 / 16 + 16 / 24) / 2;

  test("a segmentation network's mean IoU is counted on its masks, without what they ignore", () => {
    const { fidelity } = buildOf("segmenter");
    expect(fidelity?.metrics.map(({ name, samples }) => [name, samples])).toEqual([
      ["mean IoU", 12],
    ]);
    expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(meanIou, 10);
    expect(fidelity?.metrics[0]?.final.value).toBeCloseTo(meanIou, 10);
  });

  test("masks label the rows of an array as an array themselves", () => {
    const { fidelity } = buildOf("segmenter-arrays");
    expect(fidelity?.metrics[0]).toMatchObject({ name: "mean IoU", samples: 12 });
    expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(meanIou, 10);
  });

  test.each(["labels-npy", "labels-csv"] as const)(
    "classes label the rows of an array in their order (%s)",
    (name) => {
      const { fidelity } = buildOf(name);
      expect(fidelity?.metrics[0]).toMatchObject({ name: "top-1", samples: 12 });
      expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(TOP_1, 10);
      expect(fidelity?.changedAnswers).toEqual([]);
    },
  );

  test.each([
    ["few", "few.npy labels 11 samples, the evaluation data have 12"],
    ["few-lines", "few.csv labels 2 samples, the evaluation data have 12"],
    ["one-hot", "one_hot.npy has shape [12, 3], not one class index a sample"],
  ] as const)("labels that do not fit the arrays fail the build (%s)", (name, why) => {
    const failed = buildOf(name);
    expect(failed.verdict).toBe("failed");
    expect(failed.reason).toContain(why);
  });

  test("a picture with another answer carries the classes' names", () => {
    // The second class wins by a thousandth, which 8 bits round away: of equals, the first is best.
    expect(buildOf("narrow").fidelity?.changedAnswers[0]).toMatchObject({
      ...{ label: 1, float: 1, final: 0 },
      ...{ labelName: "winner", floatName: "winner", finalName: "loser" },
    });
  });
});
