import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FOLDER_ORDER } from "../../.dependency-cruiser.mjs";

const ROOT = join(import.meta.dirname, "../..");

test("the architecture page states the order of folders that the linter holds", async () => {
  const page = await readFile(join(ROOT, "docs/architecture.md"), "utf8");
  const rows = page.split("\n").flatMap((line) => {
    const cell = /^\| (`[a-z]+`(?:, `[a-z]+`)*) +\|/.exec(line)?.[1];
    return cell === undefined ? [] : [cell.split(", ").map((name) => name.slice(1, -1))];
  });
  expect(rows).toEqual(FOLDER_ORDER);
});

test("every folder of src/ has its place in the order", async () => {
  const entries = await readdir(join(ROOT, "src"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(FOLDER_ORDER.flat().sort());
});
