import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../../src/result/result.ts";
import { runDlpu } from "../cli/run-dlpu.ts";
import { sharedData } from "../shared-data.ts";
import { makeFolder } from "../temporary-folder.ts";
import { copyLabelledFaces } from "./labelled-faces.ts";

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
    await using project = await makeFolder({ "dlpu.yml": CONFIG });
    const model = join(shared, "models/yunet/yunet_n_320_320.onnx");
    await copyFile(model, join(project.path, "yunet.onnx"));
    await copyLabelledFaces(shared, project.path);
    const { exitCode, stderr } = await runDlpu(["build", "--soc", "cpu"], project.path);
    if (exitCode !== 0) throw new Error(stderr);
    const text = await readFile(join(project.path, "out", "result.json"), "utf8");
    const { builds } = JSON.parse(text) as Result; // Written by the program under test.
    const loose = builds[0]?.fidelity?.metrics.find(({ name }) => name === "mAP@.5");
    expect(loose).toMatchObject({ float: { value: 1, interval: null }, samples: 3 });
  });
}
