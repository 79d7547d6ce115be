import { beforeAll, expect, test } from "vitest";
import type { BuildResult } from "../../src/result/result.ts";
import { sharedData } from "../shared-data.ts";
import { buildCorpus } from "./build-corpus.ts";

const TEN_MINUTES = 600_000;

if (sharedData === undefined) {
  test.skip("every model of the corpus is built or refused (skipped: no shared data here)");
} else {
  const shared = sharedData;
  const builds: BuildResult[] = [];

  beforeAll(async () => {
    builds.push(...(await buildCorpus(shared, { models: ["."], socs: "artpec-8" })).builds);
  }, TEN_MINUTES);

  test("no model of the corpus makes dlpu or its toolchain err", () => {
    expect(builds.length).toBeGreaterThan(50);
    const errored = builds.filter(({ verdict }) => verdict === "errored");
    expect(errored.map(({ model, reason }) => `${model}: ${reason ?? ""}`)).toEqual([]);
  });

  test("every build that is refused has an error that says what to change", () => {
    const refused = builds.filter(({ verdict }) => verdict === "failed");
    expect(refused.length).toBeGreaterThan(0);
    for (const { model, findings } of refused) {
      const errors = findings.filter(({ severity }) => severity === "error");
      expect(errors.length, model).toBeGreaterThan(0);
      for (const { remedy } of errors) expect(remedy.length, model).toBeGreaterThan(20);
    }
  });

  test("every build that is not refused has its file, its contract and its fidelity", () => {
    const made = builds.filter(({ verdict }) => verdict === "passed" || verdict === "warned");
    expect(made.length).toBeGreaterThan(25);
    for (const { model, files, contract, fidelity } of made) {
      expect(
        files.map(({ path }) => path),
        model,
      ).toContain("model.tflite");
      expect(contract, model).not.toBeNull();
      expect(fidelity?.origin, model).toBe("measured");
    }
  });
}
