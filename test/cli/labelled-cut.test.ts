import { beforeAll, describe, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { corePython } from "../worker/support.ts";
import { AVERAGE_PRECISION, buildTasks, findingOf, TOP_1 } from "./build-tasks.ts";

const detector =
  "task: {kind: detection, decoder: boxes}, evaluation: {data: detector/pictures, labels: detector/labels.json}";
const classifier =
  "classes: [red, green, blue], evaluation: {data: classifier/pictures, labels: classifier/pictures/labels.csv}";

const CASES = {
  "boxes-only": { model: "detector", settings: `${detector}, cut: [boxes]` },
  // Four times the boxes, which look like boxes.
  offsets: { model: "detector", settings: `${detector}, cut: [offsets, scores]` },
  "boxes-and-scores": { model: "detector", settings: `${detector}, cut: [boxes, scores]` },
  budgeted: { model: "detector", settings: `${detector}, cut: [boxes], budgets: {metric: 50 %}` },
  features: { model: "classifier", settings: `${classifier}, cut: [features]` },
  logits: { model: "classifier", settings: `${classifier}, cut: [logits]` },
  "features-and-logits": {
    model: "classifier",
    settings: `${classifier}, cut: [features, logits]`,
  },
  "features-and-scores": {
    model: "classifier",
    settings: `${classifier}, cut: [features, scores]`,
  },
} as const;

describe.skipIf(!corePython)(
  "labels of a model that is cut (skipped without DLPU_PYTHON_CORE)",
  () => {
    let buildOf: (name: keyof typeof CASES) => BuildResult;
    beforeAll(async () => {
      buildOf = await buildTasks(CASES);
    });

    test("judge nothing where its scores are cut off, and the build goes on without the metric", () => {
      const cut = buildOf("boxes-only");
      expect(cut.verdict).toBe("warned");
      expect(cut.fidelity?.metrics).toEqual([]);
      const told = findingOf(cut, "DLPU-TASK-002");
      expect(told?.severity).toBe("warning");
      expect(told?.evidence).toContain("the decoder needs one output with the scores of each box");
      expect(told?.remedy).toContain("Add the missing outputs to `cut`");
      const mended = buildOf("boxes-and-scores");
      expect(findingOf(mended, "DLPU-TASK-002")).toBeUndefined();
      expect(mended.fidelity?.metrics[0]?.float?.value).toBeCloseTo(AVERAGE_PRECISION, 10);
    });

    test("judge nothing where what is left only looks like what they are about", () => {
      const cut = buildOf("offsets");
      expect(cut.fidelity?.metrics).toEqual([]);
      const told = findingOf(cut, "DLPU-TASK-002");
      expect(told?.evidence).toContain("mAP@[.5:.95] of the float model itself is next to nothing");
      expect(told?.remedy).toContain("describe under `task` in dlpu.yml what it leaves");
    });

    test("keep no budget that they cannot judge", () => {
      const cut = buildOf("budgeted");
      expect(cut.verdict).toBe("failed");
      expect(findingOf(cut, "DLPU-BUDGET-UNKNOWN")?.remedy).toContain(
        "has to fit what `cut` leaves",
      );
    });

    test("do not take features for scores, as many as they are", () => {
      const { fidelity } = buildOf("features");
      expect(fidelity?.metrics).toEqual([]);
      expect(fidelity?.changedAnswers).toEqual([]);
      expect(fidelity?.top1Agreement).toBeNull();
      const told = findingOf(buildOf("features"), "DLPU-TASK-002");
      expect(told?.evidence).toContain("no output ranks the classes");
      expect(told?.remedy).toContain("Add the scores to `cut`");
    });

    test.each(["logits", "features-and-logits", "features-and-scores"] as const)(
      "judge the scores that it leaves, before or after their softmax (%s)",
      (name) => {
        expect(buildOf(name).fidelity?.accuracy?.float).toBeCloseTo(TOP_1, 10);
        expect(buildOf(name).fidelity?.top1Agreement).toBe(1);
        expect(findingOf(buildOf(name), "DLPU-TASK-002")).toBeUndefined();
      },
    );
  },
);
