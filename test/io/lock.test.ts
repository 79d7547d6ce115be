import { readFile, utimes, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withLock } from "../../src/io/lock.ts";
import { makeFolder } from "../temporary-folder.ts";

test("work under one lock happens one after the other", async () => {
  await using place = await makeFolder({ count: "0" });
  const file = join(place.path, "count");
  const increment = async (): Promise<void> => {
    const count = Number(await readFile(file, "utf8"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await writeFile(file, String(count + 1));
  };
  const lock = join(place.path, "locks", "tool.lock");
  await Promise.all(Array.from({ length: 10 }, () => withLock(lock, increment)));
  expect(await readFile(file, "utf8")).toBe("10");
});

test("a lock is released when the work fails", async () => {
  await using place = await makeFolder();
  const lock = join(place.path, "tool.lock");
  const failing = withLock(lock, () => Promise.reject(new Error("no disk")));
  await expect(failing).rejects.toThrow("no disk");
  expect(await withLock(lock, () => Promise.resolve("next"))).toBe("next");
});

test("the lock of a process that was killed is taken over", async () => {
  await using place = await makeFolder();
  const lock = join(place.path, "tool.lock");
  await mkdir(lock);
  const before = new Date(Date.now() - 60_000);
  await utimes(lock, before, before);
  expect(await withLock(lock, () => Promise.resolve("mine"))).toBe("mine");
});
