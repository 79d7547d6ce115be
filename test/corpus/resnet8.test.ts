import { beforeAll, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { sharedData } from "../shared-data.ts";
import { buildCorpus } from "./build-corpus.ts";

const FLOAT = ["pretrainedResnet.h5", "pretrainedResnet.tflite"];
const QUANTIZED = "pretrainedResnet_quant.tflite";
const SOCS = ["artpec-7", "artpec-8", "artpec-9"];

if (sharedData === undefined) {
  test.skip("MLPerf Tiny's ResNet8 keeps its accuracy (skipped: no shared data here)");
} else {
  const shared = sharedData;
  const builds: BuildResult[] = [];
  const findBuild = (source: string, soc: string): BuildResult | undefined =>
    builds.find((build) => build.model.endsWith(source) && build.soc === soc);

  beforeAll(async () => {
    const models = [...FLOAT, QUANTIZED].map((name) => `mlcommons-tiny/${name}`);
    const socs = [...SOCS, "cv25"].join(",");
    builds.push(...(await buildCorpus(shared, { models, socs })).builds);
  });

  const pairs = FLOAT.flatMap((source) => SOCS.map((soc) => [source, soc] as const));
  test.each(pairs)("ResNet8 from %s keeps its float top-1 within a point on %s", (source, soc) => {
    const fidelity = findBuild(source, soc)?.fidelity;
    expect(fidelity?.data).toMatchObject({ kind: "evaluation", samples: 200 });
    expect(fidelity?.accuracy?.float).toBeGreaterThan(0.75);
    expect(fidelity?.accuracy?.final).toBeGreaterThanOrEqual(
      (fidelity?.accuracy?.float ?? 1) - 0.01,
    );
  });

  test.each(FLOAT)("the ONNX that %s becomes for CNNGen computes the same", (source) => {
    const outputs = findBuild(source, "cv25")?.fidelity?.outputs ?? [];
    expect(outputs).toHaveLength(1);
    expect(outputs[0]?.maxAbsError).toBeLessThan(1e-4);
  });

  test("MLPerf's own int8 ResNet8 is fed with what its input's scale says", () => {
    expect(findBuild(QUANTIZED, "artpec-9")?.fidelity?.accuracy?.final).toBeGreaterThan(0.75);
  });
}
