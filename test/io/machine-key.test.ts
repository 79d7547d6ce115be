import { chmod, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openMachineSeal, sealOfThisRun } from "../../src/io/machine-key.ts";
import { makeFolder } from "../temporary-folder.ts";

test("a machine knows its own seal again, and no other's", async () => {
  await using here = await makeFolder();
  await using elsewhere = await makeFolder();
  const seal = (await openMachineSeal(here.path)).of("record");
  const later = await openMachineSeal(here.path);
  expect(later.fits("record", seal)).toBe(true);
  expect(later.fits("another record", seal)).toBe(false);
  expect(later.fits("record", "")).toBe(false);
  expect((await openMachineSeal(elsewhere.path)).fits("record", seal)).toBe(false);
  expect(sealOfThisRun().fits("record", seal)).toBe(false);
});

test("the key is for its owner's eyes only", async () => {
  await using place = await makeFolder();
  await openMachineSeal(join(place.path, "cache"));
  const { mode, size } = await stat(join(place.path, "cache", "machine.key"));
  expect([mode & 0o777, size]).toEqual([0o600, 32]);
});

test("a key that others may read, or that is a link, is replaced", async () => {
  await using place = await makeFolder({ "known.key": "x".repeat(32) });
  const path = join(place.path, "machine.key");
  await symlink(join(place.path, "known.key"), path);
  await chmod(join(place.path, "known.key"), 0o600);
  await openMachineSeal(place.path);
  expect(await readFile(path, "utf8")).not.toBe("x".repeat(32));
  expect(await readFile(join(place.path, "known.key"), "utf8")).toBe("x".repeat(32));

  await writeFile(path, "y".repeat(32));
  await chmod(path, 0o644);
  await openMachineSeal(place.path);
  expect(await readFile(path, "utf8")).not.toBe("y".repeat(32));
});

test("runs that start at the same time on a new machine agree on one key", async () => {
  await using place = await makeFolder();
  const seals = await Promise.all(Array.from({ length: 8 }, () => openMachineSeal(place.path)));
  expect(new Set(seals.map((seal) => seal.of("record"))).size).toBe(1);
});
