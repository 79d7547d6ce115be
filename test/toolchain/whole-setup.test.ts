import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDamage } from "../../src/toolchain/manifest.ts";
import { makeSmallDlpu, type Run, type SmallDlpu } from "./small-dlpu.ts";

/** The one installed environment, once no other thing is beside it. */
async function findEnvironment({ cacheFolder }: SmallDlpu): Promise<string> {
  const versions = await readdir(join(cacheFolder, "worker"));
  expect(versions).toHaveLength(1);
  const place = join(cacheFolder, "worker", versions[0] ?? "");
  expect((await readdir(place)).sort()).toEqual([process.arch, `${process.arch}.complete`]);
  return join(place, process.arch);
}

async function expectSuccess(run: Run): Promise<string> {
  const { status, output } = await run.ended;
  expect(output).toMatch(/Python worker .*: (ready|installed)/);
  expect(status).toBe(0);
  return output;
}

test("30 of 30 whole set-ups at once in one empty cache succeed and leave one good copy", async () => {
  await using dlpu = await makeSmallDlpu();
  const runs = Array.from({ length: 30 }, () => dlpu.start("setup"));
  const outputs = await Promise.all(runs.map(expectSuccess));
  expect(outputs.filter((output) => output.includes(": installed"))).toHaveLength(1);
  expect(dlpu.server.requests.filter(({ path }) => path.startsWith("/files/"))).toHaveLength(1);
  expect(await findDamage(await findEnvironment(dlpu), "hashes")).toBeUndefined();
  expect(await readdir(join(dlpu.cacheFolder, "locks"))).toEqual([]);
});

test("a whole set-up killed at any point leaves a cache that the next one repairs", async () => {
  await using dlpu = await makeSmallDlpu();
  for (const [point, pattern] of POINTS) {
    let tries = 1;
    while (!(await killAt(dlpu, pattern)) && tries < MOST_TRIES) tries += 1;
    expect([point, tries < MOST_TRIES]).toEqual([point, true]);
  }
  await expectSuccess(dlpu.start("setup"));
  expect(await findDamage(await findEnvironment(dlpu), "hashes")).toBeUndefined();
});

/** Points of a set-up, by a file that is there from then on; each kill comes the moment it appears. */
const POINTS = [
  ["it holds the lock", /^locks.worker/],
  ["pip unpacks uv", /^uv.*aside.*\.tmp./],
  ["uv has made an empty environment", /^worker.*aside.*pyvenv\.cfg$/],
  ["packages are being written", /^worker.*aside.*stand_in_worker.module/],
  ["the manifest is written", /^worker.*aside.*dlpu-manifest\.json$/],
  ["it is in its place", /^worker.[^.]*pyvenv\.cfg$/],
] as const;

/** Some points last only milliseconds, and a busy machine looks too late. */
const MOST_TRIES = 10;

/** Whether a set-up was killed at the point; what it had finished goes, so that the next one works too. */
async function killAt(dlpu: SmallDlpu, pattern: RegExp): Promise<boolean> {
  const run = dlpu.start("setup");
  const isReached = await waitFor(dlpu, pattern, run);
  run.kill();
  const { status } = await run.ended;
  await removeFinished(dlpu);
  await letTimePass(dlpu);
  return isReached && status === -1;
}

async function waitFor(
  { cacheFolder }: SmallDlpu,
  pattern: RegExp,
  { ended }: Run,
): Promise<boolean> {
  const over = new AbortController();
  void ended.then(() => {
    over.abort();
  });
  while (!over.signal.aborted) {
    const names = await readdir(cacheFolder, { recursive: true }).catch(() => []);
    if (names.some((name) => pattern.test(name))) return true;
  }
  return false;
}

/** What is finished goes, what was left behind stays: so the next one is killed at its work too. */
async function removeFinished({ cacheFolder }: SmallDlpu): Promise<void> {
  const folder = join(cacheFolder, "worker");
  for (const version of await readdir(folder).catch(() => [])) {
    await rm(join(folder, version, process.arch), { recursive: true, force: true });
  }
}

/** A lock of a killed process is taken over once it is old. */
async function letTimePass({ cacheFolder }: SmallDlpu): Promise<void> {
  const before = new Date(Date.now() - 60_000);
  for (const name of await readdir(join(cacheFolder, "locks"))) {
    await utimes(join(cacheFolder, "locks", name), before, before);
  }
}

test("one changed byte under an unchanged time, a missing file and a missing link are found on reuse and repaired", async () => {
  await using dlpu = await makeSmallDlpu();
  await expectSuccess(dlpu.start("setup"));
  const environment = await findEnvironment(dlpu);
  const file = join(environment, await findModule(environment));
  const good = await readFile(file);
  const damages = [
    () => flipOneByte(file),
    () => rm(file),
    () => rm(join(environment, "bin", "python")),
  ];
  for (const damage of damages) {
    await damage();
    expect(await expectSuccess(dlpu.start("setup"))).toContain(": installed");
    expect(await readFile(file)).toEqual(good);
    expect(await expectSuccess(dlpu.start("setup"))).toContain(": ready");
  }
});

test("an offline machine repairs from the packages that were brought in, not from what uv kept", async () => {
  await using dlpu = await makeSmallDlpu();
  await expectSuccess(dlpu.start("setup"));
  const environment = await findEnvironment(dlpu);
  const file = join(environment, await findModule(environment));
  const good = await readFile(file);
  await mkdir(join(dlpu.cacheFolder, "wheels"));
  await writeFile(join(dlpu.cacheFolder, "wheels", dlpu.wheel.name), dlpu.wheel.bytes);
  await flipOneByte(file);
  expect(await expectSuccess(dlpu.start("setup", "--offline"))).toContain(": installed");
  expect(await readFile(file)).toEqual(good);
});

async function findModule(environment: string): Promise<string> {
  const files = await readdir(environment, { recursive: true });
  return files.find((path) => path.endsWith("module_7.py")) ?? "";
}

/** The file is shared with uv's cache, so an installation from there would bring the change back. */
async function flipOneByte(file: string): Promise<void> {
  const { atime, mtime } = await stat(file);
  const bytes = await readFile(file);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await utimes(file, atime, mtime);
}
