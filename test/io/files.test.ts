import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { publishFolder, writeFileAtomic } from "../../src/io/files.ts";
import { makeFolder } from "../temporary-folder.ts";

test("a folder appears whole, or the old one stays", async () => {
  await using place = await makeFolder({ "artifact/old.txt": "old" });
  const target = join(place.path, "artifact");
  const broken = publishFolder(target, async (aside) => {
    await writeFile(join(aside, "new.txt"), "half");
    throw new Error("the disk is full");
  });
  await expect(broken).rejects.toThrow("the disk is full");
  expect(await readdir(place.path, { recursive: true })).toEqual(["artifact", "artifact/old.txt"]);

  await publishFolder(target, (aside) => writeFile(join(aside, "new.txt"), "new"));
  expect(await readdir(target)).toEqual(["new.txt"]);
});

test("a file is replaced in one step and leaves nothing beside it", async () => {
  await using place = await makeFolder({ "result.json": "old" });
  await writeFileAtomic(join(place.path, "result.json"), "new");
  expect(await readFile(join(place.path, "result.json"), "utf8")).toBe("new");
  expect(await readdir(place.path)).toEqual(["result.json"]);
});
