import { beforeAll, describe, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { corePython } from "../worker/support.ts";
import { buildTasks, findingOf } from "./build-tasks.ts";

const boxes = "evaluation: {data: detector/pictures, labels: detector/labels.json}";
const classes = "evaluation: {data: classifier/pictures, labels: classifier/pictures/colors.csv}";

const CASES = {
  // The network says where boxes are as shares of the picture.
  pixels: {
    model: "detector",
    settings: `task: {kind: detection, decoder: boxes, coordinates: pixels}, ${boxes}`,
  },
  normalized: {
    model: "detector",
    settings: `task: {kind: detection, decoder: boxes, coordinates: normalized}, ${boxes}`,
  },
  // Its scores are for red, green and blue.
  "other-order": { model: "classifier", settings: `classes: [green, blue, red], ${classes}` },
  "own-order": { model: "classifier", settings: `classes: [red, green, blue], ${classes}` },
} as const;

describe.skipIf(!corePython)(
  "a float model that is right about nothing (skipped without DLPU_PYTHON_CORE)",
  () => {
    let buildOf: (name: keyof typeof CASES) => BuildResult;
    beforeAll(async () => {
      const rows = ["00.png,red", "01.png,green", "02.png,blue"];
      const colors = ["file,label", ...rows].join("\n");
      buildOf = await buildTasks(CASES, { "classifier/pictures/colors.csv": colors });
    });

    test("is told to be a detector that is decoded wrongly, and the remedy mends it", () => {
      const told = findingOf(buildOf("pixels"), "DLPU-TASK-001");
      expect(told).toMatchObject({ severity: "warning", subject: { name: "accuracy" } });
      expect(told?.evidence).toBe(
        "mAP@[.5:.95] of the float model itself is 0.0 % on 12 labelled samples",
      );
      expect(told?.remedy).toMatch(/decoder under `task` in dlpu.yml.*coordinates/);
      expect(findingOf(buildOf("normalized"), "DLPU-TASK-001")).toBeUndefined();
    });

    test("is told to be a classifier whose classes are counted wrongly, and the remedy mends it", () => {
      const told = findingOf(buildOf("other-order"), "DLPU-TASK-001");
      expect(told?.evidence).toBe("top-1 of the float model itself is 0.0 % on 3 labelled samples");
      expect(told?.remedy).toContain("in the order of the scores, as `classes` in dlpu.yml does");
      const mended = buildOf("own-order");
      expect(findingOf(mended, "DLPU-TASK-001")).toBeUndefined();
      expect(mended.fidelity?.accuracy?.float).toBe(1);
    });
  },
);
