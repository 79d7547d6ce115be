import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleBuild, sampleResult } from "../report/sample-result.ts";
import { makeFolder } from "../temporary-folder.ts";
import { runDlpu } from "./run-dlpu.ts";

const RESULT = JSON.stringify(sampleResult(sampleBuild()));

test("each commit's report adds a line to the history, and the page plots them", async () => {
  await using project = await makeFolder({ "out/result.json": RESULT });
  const report = (commit: string, day: number) =>
    runDlpu(
      [
        ...["report", "out", "--history", "kept", "--commit", commit],
        ...["--date", `2026-11-0${day}T12:00:00Z`],
      ],
      project.path,
    );
  for (const [day, commit] of ["aaaaaaa", "bbbbbbb", "bbbbbbb"].entries()) {
    expect(await report(commit, day + 1)).toMatchObject({ exitCode: 0 });
  }
  const history = await readFile(join(project.path, "kept/history.jsonl"), "utf8");
  const commits = [...history.matchAll(/^\{"schemaVersion":1,"commit":"(\w+)"/gm)];
  expect(commits.map(([, commit]) => commit)).toEqual(["aaaaaaa", "bbbbbbb"]);
  const page = await readFile(join(project.path, "out/report/report.html"), "utf8");
  expect(page).toContain("2 commits, from aaaaaaa, 2026-11-01 to bbbbbbb, 2026-11-02");
});

test("without a repository the commit must be named", async () => {
  await using project = await makeFolder({ "out/result.json": RESULT });
  const { exitCode, stderr } = await runDlpu(["report", "out", "--history", "kept"], project.path);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/git knows no commit.*--commit/s);
});

test.each([
  ["--commit", "HEAD~1", '"head~1" is no commit'],
  ["--date", "yesterday", '"yesterday" is no date'],
])("%s %s is refused", async (option, value, message) => {
  await using project = await makeFolder({ "out/result.json": RESULT });
  const named = ["--commit", "aaaaaaa", option, value];
  const { exitCode, stderr } = await runDlpu(
    ["report", "out", "--history", "kept", ...named],
    project.path,
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
