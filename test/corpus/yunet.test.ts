import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../src/pipeline/result/result.ts";
import { runDlpu } from "../cli/run-dlpu.ts";
import { sharedData } from "../shared-data.ts";
import { makeFolder } from "../temporary-folder.ts";

/** Boxes around every face, drawn by hand: left, top, width, height in pixels. */
const FACES = {
  "face.jpg": [
    [6, 98, 50, 62],
    [128, 76, 94, 128],
    [254, 48, 98, 126],
    [438, 118, 53, 66],
  ],
  "grace_hopper.bmp": [[176, 136, 183, 197]],
  "squat.bmp": [[246, 171, 59, 67]],
};
const NAMES = Object.keys(FACES);

const COCO = {
  images: NAMES.map((file_name, id) => ({ id, file_name })),
  categories: [{ id: 1, name: "face" }],
  annotations: Object.values(FACES).flatMap((boxes, image_id) =>
    boxes.map((bbox) => ({ image_id, category_id: 1, bbox })),
  ),
};

const CONFIG = `
models:
  - path: yunet.onnx
    preprocess: { resize: letterbox, color: bgr, mean: 0, std: 1 }
    task: { kind: detection, decoder: yunet }
    calibration: pictures
    evaluation: { data: pictures, labels: labels.json }
`;

if (sharedData === undefined) {
  test.skip("YuNet finds hand-labelled faces (skipped: no shared data here)");
} else {
  const shared = sharedData;

  test("YuNet finds every hand-labelled face in float, in wide and in tall pictures", async () => {
    await using project = await makeFolder({
      "dlpu.yml": CONFIG,
      "labels.json": "",
      "pictures/.keep": "",
    });
    const model = join(shared, "models/yunet/yunet_n_320_320.onnx");
    await copyFile(model, join(project.path, "yunet.onnx"));
    for (const name of NAMES) {
      const picture = join(shared, "images/coral", name);
      await copyFile(picture, join(project.path, "pictures", name));
    }
    await writeFile(join(project.path, "labels.json"), JSON.stringify(COCO));
    const { exitCode, stderr } = await runDlpu(["build", "--soc", "cpu"], project.path);
    if (exitCode !== 0) throw new Error(stderr);
    const text = await readFile(join(project.path, "out", "result.json"), "utf8");
    const { builds } = JSON.parse(text) as Result; // Written by the program under test.
    const loose = builds[0]?.fidelity?.metrics.find(({ name }) => name === "mAP@.5");
    expect(loose).toMatchObject({ float: { value: 1, interval: null }, samples: 3 });
  });
}
