import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
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

function findingOf({ findings }: BuildResult, code: string): Finding | undefined {
  return findings.find((finding) => finding.code === code);
}

test("a float detector that finds next to nothing is told to be read wrongly, and the remedy mends it", async () => {
  const labelled = "evaluation: {data: pictures, labels: labels.json}";
  // The network says where boxes are as shares of the picture.
  const wrong = await build(
    "detector",
    `task: {kind: detection, decoder: boxes, coordinates: pixels}, ${labelled}`,
  );
  const told = findingOf(wrong, "DLPU-TASK-001");
  expect(told).toMatchObject({ severity: "warning", subject: { name: "accuracy" } });
  expect(told?.evidence).toBe(
    "mAP@[.5:.95] of the float model itself is 0.0 % on 12 labelled samples",
  );
  expect(told?.remedy).toMatch(/decoder under task in dlpu.yml.*coordinates/);
  const mended = await build(
    "detector",
    `task: {kind: detection, decoder: boxes, coordinates: normalized}, ${labelled}`,
  );
  expect(findingOf(mended, "DLPU-TASK-001")).toBeUndefined();
});

test("a float classifier that is never right is told so, and counting classes as it does mends it", async () => {
  const labelled = "evaluation: {data: pictures, labels: pictures/colors.csv}";
  const folderOf = join(folder, "classifier", "pictures");
  // The labels are the colours themselves: red, green, blue, red, ...
  const rows = ["red", "green", "blue"].map((name, index) => `0${index}.png,${name}`);
  await writeFile(join(folderOf, "colors.csv"), ["file,label", ...rows].join("\n"));
  const wrong = await build("classifier", `classes: [none, red, green, blue], ${labelled}`);
  expect(wrong.verdict).toBe("failed"); // The class 3 is beyond the model's three scores.
  const shifted = await build("classifier", `classes: [green, blue, red], ${labelled}`);
  const told = findingOf(shifted, "DLPU-TASK-001");
  expect(told?.evidence).toContain("top-1 of the float model itself is 0.0 % on 3");
  expect(told?.remedy).toContain("in the order of the scores, as classes in dlpu.yml does");
  const mended = await build("classifier", `classes: [red, green, blue], ${labelled}`);
  expect(findingOf(mended, "DLPU-TASK-001")).toBeUndefined();
  expect(mended.fidelity?.accuracy?.float).toBe(1);
});

describe("labels of a model that is cut", () => {
  const detector =
    "task: {kind: detection, decoder: boxes}, evaluation: {data: pictures, labels: labels.json}";
  const classifier =
    "classes: [red, green, blue], evaluation: {data: pictures, labels: pictures/labels.csv}";

  test("judge nothing where its scores are cut off, and the build goes on without the metric", async () => {
    const cut = await build("detector", `${detector}, cut: [boxes]`);
    expect(cut.verdict).toBe("warned");
    expect(cut.fidelity?.metrics).toEqual([]);
    const told = findingOf(cut, "DLPU-TASK-002");
    expect(told?.severity).toBe("warning");
    expect(told?.evidence).toContain("the decoder needs one output with the scores of each box");
    expect(told?.remedy).toContain("Add the missing outputs to `cut`");
    const mended = await build("detector", `${detector}, cut: [boxes, scores]`);
    expect(findingOf(mended, "DLPU-TASK-002")).toBeUndefined();
    expect(mended.fidelity?.metrics[0]?.float?.value).toBeCloseTo(AVERAGE_PRECISION, 10);
  });

  test("keep no budget that they cannot judge", async () => {
    const cut = await build("detector", `${detector}, cut: [boxes], budgets: {metric: 50 %}`);
    expect(cut.verdict).toBe("failed");
    expect(findingOf(cut, "DLPU-BUDGET-UNKNOWN")?.remedy).toContain("has to fit what `cut` leaves");
  });

  test("do not take features for scores, as many as they are", async () => {
    const cut = await build("classifier", `${classifier}, cut: [features]`);
    expect(cut.fidelity?.metrics).toEqual([]);
    expect(cut.fidelity?.changedAnswers).toEqual([]);
    expect(findingOf(cut, "DLPU-TASK-002")?.evidence).toContain("no output ranks the classes");
  });

  test.each([["[logits]"], ["[features, logits]"], ["[features, scores]"]])(
    "judge the scores that %s leaves, before or after their softmax",
    async (names) => {
      const cut = await build("classifier", `${classifier}, cut: ${names}`);
      expect(cut.fidelity?.accuracy?.float).toBeCloseTo(8 / 12, 10);
      expect(findingOf(cut, "DLPU-TASK-002")).toBeUndefined();
    },
  );
});
