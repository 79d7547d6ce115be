import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordInHistory, resolveHistoryPath } from "../../src/commands/history-file.ts";
import type { HistoryEntry } from "../../src/report/history/history.ts";
import { makeFolder } from "../temporary-folder.ts";

const silent = { line: () => undefined, status: () => undefined, close: () => undefined };

test("a folder holds the history under its name, a file with an extension is the history", async () => {
  await using folder = await makeFolder({ "there.d/x": "", plain: "" });
  const paths = ["there.d", "new", "new/kept.jsonl", "plain"].map((name) =>
    join(folder.path, name),
  );
  const resolved = await Promise.all(paths.map(resolveHistoryPath));
  expect(resolved.map((path) => path.slice(folder.path.length + 1))).toEqual([
    "there.d/history.jsonl",
    "new/history.jsonl",
    "new/kept.jsonl",
    "plain",
  ]);
});

test("runs that end at the same time all leave their line", async () => {
  await using folder = await makeFolder({});
  const path = join(folder.path, "history.jsonl");
  const entries = Array.from({ length: 8 }, (_, index) => entryOf(index));
  await Promise.all(entries.map((entry) => recordInHistory(path, entry, silent)));
  const lines = (await readFile(path, "utf8")).trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as HistoryEntry).commit)).toEqual(
    entries.map(({ commit }) => commit),
  );
});

test("broken lines are left out, loudly, and gone after the next commit", async () => {
  await using folder = await makeFolder({});
  const path = join(folder.path, "history.jsonl");
  await writeFile(path, `${JSON.stringify(entryOf(1))}\n{"cut`);
  const said: string[] = [];
  const log = { ...silent, line: (text: string) => said.push(text) };
  expect(await recordInHistory(path, entryOf(2), log)).toHaveLength(2);
  expect(said).toEqual([`${path}: 1 lines are no history of dlpu and were left out`]);
  expect((await readFile(path, "utf8")).split("\n")).toHaveLength(3);
});

test("a file that is something else is refused and stays as it is", async () => {
  await using folder = await makeFolder({ "notes.md": "# Notes\n" });
  const path = join(folder.path, "notes.md");
  await expect(recordInHistory(path, entryOf(1), silent)).rejects.toThrow(
    "has no line of a history of dlpu, and is left as it is",
  );
  expect(await readFile(path, "utf8")).toBe("# Notes\n");
});

function entryOf(index: number): HistoryEntry {
  return {
    schemaVersion: 1,
    commit: index.toString(16).padStart(40, "0"),
    date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    builds: [],
  };
}
