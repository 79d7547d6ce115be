import { beforeAll, expect, test } from "vitest";
import type { BuildResult } from "../../src/pipeline/result.ts";
import { sharedData } from "../shared-data.ts";
import { buildCorpus } from "./build-corpus.ts";

const SOURCES = ["pretrainedResnet.h5", "pretrainedResnet.tflite"];
const SOCS = ["artpec-7", "artpec-8", "artpec-9"];

if (sharedData === undefined) {
  test.skip("MLPerf Tiny's ResNet8 keeps its accuracy (skipped: no shared data here)");
} else {
  const shared = sharedData;
  const builds: BuildResult[] = [];

  beforeAll(async () => {
    const models = SOURCES.map((name) => `mlcommons-tiny/${name}`);
    builds.push(...(await buildCorpus(shared, { models, socs: SOCS.join(",") })).builds);
  });

  const pairs = SOURCES.flatMap((source) => SOCS.map((soc) => [source, soc] as const));
  test.each(pairs)("ResNet8 from %s keeps its float top-1 within a point on %s", (source, soc) => {
    const build = builds.find(({ model, soc: its }) => model.endsWith(source) && its === soc);
    const accuracy = build?.fidelity?.accuracy;
    expect(build?.fidelity?.data).toMatchObject({ kind: "evaluation", samples: 200 });
    expect(accuracy?.float).toBeGreaterThan(0.75);
    expect(accuracy?.final).toBeGreaterThanOrEqual((accuracy?.float ?? 1) - 0.01);
  });
}
