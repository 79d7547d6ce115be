import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BuildResult, Result } from "../../src/pipeline/result/result.ts";
import { corePython, useFixtures } from "../worker/support.ts";
import { runDlpu } from "./run-dlpu.ts";

const folder = useFixtures(corePython, "task_models.py");

/** Builds one of the fixture's projects; `settings` are the model's, as YAML in one line. */
async function build(project: string, settings: string): Promise<BuildResult> {
  const place = join(folder, project);
  const common = "path: model.onnx, calibration: pictures";
  await writeFile(join(place, "dlpu.yml"), `models: [{${common}, ${settings}}]\n`);
  const { stderr } = await runDlpu(["build", "--soc", "artpec-9"], place);
  const text = await readFile(join(place, "out", "result.json"), "utf8").catch(() => {
    throw new Error(stderr);
  });
  // Written by the program under test.
  const [found] = (JSON.parse(text) as Result).builds;
  if (found === undefined) throw new Error("there is no build");
  return found;
}

/**
 * Twelve labelled boxes. The four surest finds are right, the next four wrong, the last four right: precision is 1 up
 * to a recall of 1/3 (34 of COCO's 101 points), then 8/12 up to 2/3 (33 points), then nothing is found.
 */
const AVERAGE_PRECISION = (34 + (33 * 8) / 12) / 101;

test("a detector's mean average precision is that of float and of the shipped file on COCO's labels", async () => {
  const { fidelity, budgets, verdict } = await build(
    "detector",
    "task: {kind: detection, decoder: boxes}, evaluation: {data: pictures, labels: labels.json}, budgets: {metric: 55 %, metricDrop: 0 %}",
  );
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

/** Of 28 rows that count: class 0 is found in 16 columns and wanted in 8, class 1 found in 16 and wanted in 24. */
const MEAN_IOU = (8 / 16 + 16 / 24) / 2;

test("boxes label the rows of an array in the order of COCO's images", async () => {
  const { fidelity } = await build(
    "detector",
    "task: {kind: detection, decoder: boxes}, evaluation: {data: pictures.npy, labels: labels.json}",
  );
  expect(fidelity?.metrics.map(({ samples }) => samples)).toEqual([12, 12]);
  expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(AVERAGE_PRECISION, 10);
});

test("a segmentation network's mean IoU is counted on its masks, without what they ignore", async () => {
  const { fidelity } = await build(
    "segmenter",
    "task: {kind: segmentation, classes: 3}, evaluation: {data: pictures, labels: masks}",
  );
  expect(fidelity?.metrics.map(({ name, samples }) => [name, samples])).toEqual([["mean IoU", 12]]);
  expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(MEAN_IOU, 10);
  expect(fidelity?.metrics[0]?.final.value).toBeCloseTo(MEAN_IOU, 10);
});

test("masks label the rows of an array as an array themselves", async () => {
  const { fidelity } = await build(
    "segmenter",
    "task: {kind: segmentation, classes: 3}, evaluation: {data: pictures.npy, labels: masks.npy}",
  );
  expect(fidelity?.metrics[0]).toMatchObject({ name: "mean IoU", samples: 12 });
  expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(MEAN_IOU, 10);
});

test.each(["labels.npy", "pictures/labels.csv"])(
  "classes label the rows of an array in their order, in %s",
  async (labels) => {
    const { fidelity } = await build(
      "classifier",
      `classes: [red, green, blue], evaluation: {data: pictures.npy, labels: ${labels}}`,
    );
    // Twelve samples, four of them labelled otherwise than by their colour.
    expect(fidelity?.metrics[0]).toMatchObject({ name: "top-1", samples: 12 });
    expect(fidelity?.metrics[0]?.float?.value).toBeCloseTo(8 / 12, 10);
    expect(fidelity?.changedAnswers).toEqual([]);
  },
);

test.each([
  ["few.npy", /few.npy labels 11 samples, the evaluation data have 12/],
  ["one_hot.npy", /one_hot.npy has shape \[12, 3\], not one class index a sample/],
])("labels that do not fit the arrays fail the build: %s", async (labels, why) => {
  const failed = await build("classifier", `evaluation: {data: pictures.npy, labels: ${labels}}`);
  expect(failed.verdict).toBe("failed");
  expect(failed.reason).toMatch(why);
});
