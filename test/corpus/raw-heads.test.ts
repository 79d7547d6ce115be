import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../src/result/result.ts";
import { runDlpu } from "../cli/run-dlpu.ts";
import { sharedData } from "../shared-data.ts";
import { makeFolder } from "../temporary-folder.ts";
import { copyLabelledFaces } from "./labelled-faces.ts";

/** Anchors and grids of the detector's own training (vision/ssd/config of its repository), clipped to 320×240. */
const SSD = `
      kind: detection
      decoder: ssd
      order: xy
      grids: [[40, 30], [20, 15], [10, 8], [5, 4]]
      anchors:
        - [[10, 10], [16, 16], [24, 24]]
        - [[32, 32], [48, 48]]
        - [[64, 64], [96, 96]]
        - [[128, 128], [192, 192], [256, 240]]
`;

const CONFIG = `
defaults:
  preprocess: { mean: 127, std: 128 }
  calibration: pictures
  evaluation: { data: pictures, labels: labels.json }
models:
  - path: version-slim-320.onnx
    task: { kind: detection, decoder: boxes }
  - path: version-slim-320_simplified.onnx
    task: ${SSD}
    name: joined
  - path: heads.onnx
    task: ${SSD}
      activation: softmax
    # The last convolutions: scores, then boxes, each from the finest grid to the coarsest.
    cut: [232, 278, 318, 350, 246, 292, 332, 362]
`;

if (sharedData === undefined) {
  test.skip(
    "a detector finds the same faces however much of it is decoded (skipped: no shared data here)",
  );
} else {
  const folder = join(sharedData, "models/ultra-light-face");
  const shared = sharedData;

  test("a detector finds the same faces decoded, as joined offsets, and as the raw heads of four layers", async () => {
    await using project = await makeFolder({ "dlpu.yml": CONFIG });
    const [decoded, joined] = ["version-slim-320.onnx", "version-slim-320_simplified.onnx"];
    await copyFile(join(folder, decoded), join(project.path, decoded));
    await copyFile(join(folder, joined), join(project.path, joined));
    await copyFile(join(folder, joined), join(project.path, "heads.onnx"));
    await copyLabelledFaces(shared, project.path);
    const { exitCode, stderr } = await runDlpu(["build", "--soc", "cpu"], project.path);
    if (exitCode !== 0) throw new Error(stderr);
    const text = await readFile(join(project.path, "out", "result.json"), "utf8");
    const { builds } = JSON.parse(text) as Result; // Written by the program under test.
    const [first, ...others] = builds.map(({ fidelity }) => fidelity?.metrics.map((m) => m.float));
    expect(first?.[1]).toEqual({ value: 1, interval: null }); // mAP@.5: every face is found.
    expect(others).toEqual([first, first]);
  });
}
