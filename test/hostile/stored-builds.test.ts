import { mkdir, readFile, symlink, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256 } from "../../src/io/hash.ts";
import { sealOfThisRun } from "../../src/io/machine-key.ts";
import type { BuildPlan } from "../../src/pipeline/plan/plan.ts";
import { failedBuild } from "../../src/pipeline/build/build-result.ts";
import { findStoredBuild, storeBuild } from "../../src/pipeline/build/stored-builds.ts";
import { UserError } from "../../src/errors.ts";
import { targetOf } from "../../src/targets/catalogue.ts";
import { sampleModelConfig } from "../sample-model-config.ts";
import { makeFolder } from "../temporary-folder.ts";

const plan: BuildPlan = {
  target: targetOf("cpu"),
  axisOs: undefined,
  precision: "float32",
  budgets: {},
  contentKey: "a".repeat(64),
  devices: [],
};

/** A build of one file, stored with its record. */
async function storeOne(outFolder: string) {
  const store = { outFolder, seal: sealOfThisRun() };
  const name = "digits";
  await mkdir(join(outFolder, "cpu", name), { recursive: true });
  await writeFile(join(outFolder, "cpu", name, "model.tflite"), "bytes");
  const failed = failedBuild({ ...sampleModelConfig, name }, plan, new UserError("no", "yes"));
  const files = [{ path: "model.tflite", sizeBytes: 5, sha256: sha256("bytes") }];
  await storeBuild(store, { ...failed, verdict: "passed", files });
  const artifact = join(outFolder, "cpu", name, "model.tflite");
  const record = join(outFolder, ".builds", "cpu", `${name}.json`);
  return { store, artifact, record, find: () => findStoredBuild(store, name, plan) };
}

test("a build that this machine stored is taken again", async () => {
  await using place = await makeFolder();
  const { find } = await storeOne(place.path);
  expect(await find()).toMatchObject({ verdict: "passed", reused: true });
});

test("a record that somebody committed is not believed, whatever it says of the files beside it", async () => {
  await using place = await makeFolder();
  const { record, find, store } = await storeOne(place.path);
  const text = await readFile(record, "utf8");
  const { build } = JSON.parse(text) as { build: string };
  for (const forged of [
    build,
    JSON.stringify({ build, seal: "" }),
    JSON.stringify({ build, seal: sealOfThisRun().of(build) }),
    text.replace("passed", "warned"),
  ]) {
    await writeFile(record, forged);
    expect(await find()).toBeUndefined();
  }
  await writeFile(record, text);
  expect(
    await findStoredBuild({ ...store, seal: sealOfThisRun() }, "digits", plan),
  ).toBeUndefined();
});

test("a record speaks for its own model and key only", async () => {
  await using place = await makeFolder();
  const { record, store } = await storeOne(place.path);
  await writeFile(join(record, "..", "other.json"), await readFile(record));
  await mkdir(join(place.path, "cpu", "other"));
  await writeFile(join(place.path, "cpu", "other", "model.tflite"), "bytes");
  expect(await findStoredBuild(store, "other", plan)).toBeUndefined();
  const otherKey = { ...plan, contentKey: "b".repeat(64) };
  expect(await findStoredBuild(store, "digits", otherKey)).toBeUndefined();
});

test("a file that is changed, replaced by a link, missing or new ends the reuse", async () => {
  await using place = await makeFolder();
  const { artifact, find } = await storeOne(place.path);
  await writeFile(artifact, "other");
  expect(await find()).toBeUndefined();
  await writeFile(artifact, "bytes");
  expect(await find()).toBeDefined();

  await writeFile(join(artifact, "..", "extra.sh"), "");
  expect(await find()).toBeUndefined();
  await unlink(join(artifact, "..", "extra.sh"));

  await unlink(artifact);
  expect(await find()).toBeUndefined();
  await writeFile(join(place.path, "same"), "bytes");
  await symlink(join(place.path, "same"), artifact);
  expect(await find()).toBeUndefined();
});
