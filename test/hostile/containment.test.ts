import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import * as checking from "../../src/check/check.ts";
import { runCheck } from "../../src/commands/check.ts";
import { EnvironmentError, ownedError } from "../../src/errors.ts";
import { sealOfThisRun } from "../../src/io/machine-key.ts";
import { buildModel } from "../../src/pipeline/build/build-model.ts";
import { failedBuild } from "../../src/pipeline/build/build-result.ts";
import { keepShowable } from "../../src/pipeline/build/keep-showable.ts";
import type { Tools } from "../../src/pipeline/step/tools.ts";
import { planBuilds } from "../../src/pipeline/plan/plan.ts";
import { example } from "../cli/run-dlpu.ts";
import { sampleModelConfig } from "../sample-model-config.ts";
import { makeFolder } from "../temporary-folder.ts";

vi.mock("../../src/check/check.ts", { spy: true });

const brokenTools: Tools = {
  worker: () => Promise.reject(new TypeError("x is not a function\n    at somewhere")),
  versions: () => Promise.reject(new TypeError("nothing")),
  compiler: () => Promise.resolve(undefined),
  limits: { timeoutMs: 1000, memoryBytes: 1e9 },
  onStep: () => undefined,
};
const targets = (["cpu", "artpec-8"] as const).map((soc) => ({
  ...{ soc, axisOs: undefined, precision: undefined, budgets: {}, devices: [] },
}));

test("an exception that nobody foresaw is the verdict of the model's builds, with what to report", async () => {
  await using place = await makeFolder();
  const model = { ...sampleModelConfig, path: join(place.path, "digits.onnx"), targets };
  await copyFile(example("models/digits.onnx"), model.path);
  const run = {
    outFolder: place.path,
    workFolder: join(place.path, "work"),
    seal: sealOfThisRun(),
    toolSha256: "a",
  };
  const builds = await buildModel(model, run, brokenTools, () => undefined);
  expect(builds.map(({ soc, verdict }) => [soc, verdict])).toEqual([
    ["cpu", "errored"],
    ["artpec-8", "errored"],
  ]);
  expect(builds[0]?.findings[0]).toMatchObject({
    code: "DLPU-INTERNAL",
    evidence: "a.onnx: dlpu itself failed with TypeError: x is not a function",
  });
  expect(builds[0]?.findings[0]?.remedy).toContain("report this");
});

test("data that vanishes while a run is under way costs its own model only", async () => {
  await using place = await makeFolder();
  const gone = { files: [join(place.path, "gone.png")] };
  const model = { ...sampleModelConfig, targets, calibration: gone };
  const run = { outFolder: place.path, workFolder: place.path, seal: sealOfThisRun() };
  const builds = await buildModel(model, { ...run, toolSha256: "a" }, brokenTools, () => undefined);
  expect(builds.map(({ verdict }) => verdict)).toEqual(["errored", "errored"]);
});

test("a rule that breaks on a file ends no check: its row says so, the other files are judged", async () => {
  vi.mocked(checking.check).mockImplementationOnce(() => {
    throw new RangeError("Invalid array length");
  });
  const models = [example("models/digits.onnx"), example("models/digits.onnx")];
  const { report, exitStatus } = await runCheck({ models, socs: "cpu,artpec-8" });
  const verdicts = report.models.map(({ results }) => results.map(({ verdict }) => verdict));
  expect(verdicts[0]?.[0]).toBe("errored");
  expect(verdicts[0]?.slice(1)).toEqual(verdicts[1]?.slice(1));
  expect(verdicts.flat().filter((verdict) => verdict === "errored")).toHaveLength(1);
  expect(report.models[0]?.results[0]?.findings[0]?.evidence).toBe(
    "dlpu itself failed with RangeError: Invalid array length",
  );
  expect(exitStatus).toBe(3);
});

test("a build that breaks the report is errored in it, and all others are shown", () => {
  const nothing = {
    ...{ modelSha256: null, calibrationSha256: null, evaluationSha256: null, labelsSha256: null },
    toolSha256: "a",
  };
  const model = { ...sampleModelConfig, targets };
  const plans = planBuilds(model, undefined, nothing);
  const builds = plans.map((plan) => failedBuild(model, plan, new EnvironmentError("no", "do")));
  const result = { schemaVersion: 1, tool: { name: "dlpu", version: "1" }, builds } as const;
  const shown = keepShowable(result, (whole) => {
    if (
      whole.builds.some(
        ({ soc, network, reason }) => soc === "cpu" && network === null && reason?.endsWith("no"),
      )
    )
      throw new TypeError("cannot draw");
  });
  expect(shown.builds[0]).toMatchObject({
    soc: "cpu",
    verdict: "errored",
    reason: "a.onnx: dlpu itself failed with TypeError: cannot draw",
  });
  expect(shown.builds[1]).toBe(builds[1]);
});

test.each(["ENOSPC", "EDQUOT"])("%s is said to be a full disk, wherever it arises", (code) => {
  const error = Object.assign(new Error(`${code}: no space left on device, write`), { code });
  expect(ownedError(error)).toMatchObject({ kind: "environment", code: "DLPU-DISK-FULL" });
  expect(ownedError(error).message).toMatch(/^The disk is full: /);
});
