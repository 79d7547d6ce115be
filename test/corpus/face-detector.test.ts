import { beforeAll, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { sharedData } from "../shared-data.ts";
import { buildCorpus } from "./build-corpus.ts";

if (sharedData === undefined) {
  test.skip("version-slim-320.onnx is imported exactly (skipped: no shared data here)");
} else {
  const shared = sharedData;
  const builds: BuildResult[] = [];

  beforeAll(async () => {
    const models = ["ultra-light-face/version-slim-320.onnx"];
    builds.push(...(await buildCorpus(shared, { models, socs: "cpu,cv25" })).builds);
  });

  test("the import of version-slim-320.onnx equals ONNX Runtime to 1e-4", () => {
    const steps = builds.find(({ soc }) => soc === "cpu")?.steps ?? [];
    const detail = steps.find(({ name }) => name === "import")?.detail.join("\n") ?? "";
    const difference = /differs from the source by at most ([\d.e-]+)/.exec(detail)?.[1];
    expect(Number(difference)).toBeLessThan(1e-4);
  });

  test("on photographs, its ONNX in ONNX Runtime equals its float .tflite in LiteRT to 1e-4", () => {
    const outputs = builds.find(({ soc }) => soc === "cv25")?.fidelity?.outputs ?? [];
    expect(outputs).toHaveLength(2);
    for (const { maxAbsError } of outputs) expect(maxAbsError).toBeLessThan(1e-4);
  });
}
