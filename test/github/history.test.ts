import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ReportContext } from "../../src/github/run/assemble-report.ts";
import { collectHistory } from "../../src/github/baseline/history.ts";
import { entryOf, type HistoryEntry, renderHistory } from "../../src/report/history/history.ts";
import { sampleReport } from "../report/sample-report.ts";
import { sampleBuild, sampleResult } from "../report/sample-result.ts";

const NOW = new Date("2026-11-22T20:15:00Z");
const INPUTS = { history: "auto", artifactName: "dlpu", matrixJobs: 1, token: "t" } as const;
const REPORT = sampleReport([sampleBuild()]);
const OWN_RUN = { head_branch: "main", repository_id: 77, head_repository_id: 77 };

test("this run's commit follows those of the stored reports, put together", async () => {
  const { context } = stand([
    { id: 1, history: [dayOf(1)] },
    { id: 2, history: [dayOf(1), dayOf(2)] },
    { id: 3, history: [dayOf(1), dayOf(3)] },
  ]);
  const entries = await collectHistory(REPORT, INPUTS, context, NOW);
  expect(entries.map(({ commit }) => commit.slice(-2))).toEqual(["01", "02", "03", "11"]);
  expect(entries.at(-1)).toMatchObject({ commit: "1".repeat(40), date: NOW.toISOString() });
});

test.each([
  ["a fork", { workflow_run: { ...OWN_RUN, id: 9, head_repository_id: 78 } }],
  ["another branch", { workflow_run: { ...OWN_RUN, id: 9, head_branch: "feature" } }],
  ["a run that GitHub says nothing of", { workflow_run: null }],
  ["an artifact that expired", { expired: true }],
  ["an artifact of gigabytes", { size_in_bytes: 2 ** 32 }],
])("what comes from %s is not even downloaded", async (_, changes) => {
  const { context, downloads } = stand([{ id: 1, history: [dayOf(1)], changes }]);
  expect(await collectHistory(REPORT, INPUTS, context, NOW)).toHaveLength(1);
  expect(downloads).toEqual([]);
});

test("a report whose history is broken or absent costs the others nothing", async () => {
  const { context } = stand([
    { id: 1, history: [dayOf(1)] },
    { id: 2, text: "{broken" },
    { id: 3, text: undefined },
  ]);
  expect(await collectHistory(REPORT, INPUTS, context, NOW)).toHaveLength(2);
});

test("a token that may not read artifacts costs the history and nothing else, and the log names the permission", async () => {
  const { context, said } = stand(403);
  expect(await collectHistory(REPORT, INPUTS, context, NOW)).toHaveLength(1);
  expect(said.join()).toContain("actions: read");
});

test("a job of a matrix, a run that shall keep none and a run without builds add nothing", async () => {
  const { context } = stand([{ id: 1, history: [dayOf(1)] }]);
  const collect = (report: typeof REPORT, inputs: Parameters<typeof collectHistory>[1]) =>
    collectHistory(report, inputs, context, NOW);
  expect(await collect(REPORT, { ...INPUTS, matrixJobs: 6 })).toEqual([]);
  expect(await collect(REPORT, { ...INPUTS, history: "never" })).toEqual([]);
  expect(await collect(sampleReport([]), INPUTS)).toEqual([dayOf(1)]);
});

interface Stored {
  readonly id: number;
  readonly history?: readonly HistoryEntry[];
  /** The file as it is; `undefined` for none. */
  readonly text?: string | undefined;
  readonly changes?: object;
}

/** GitHub with some stored reports, or one that answers with an HTTP status. */
function stand(stored: readonly Stored[] | number) {
  const said: string[] = [];
  const downloads: number[] = [];
  const listArtifactsForRepo = (): Promise<unknown> => {
    if (typeof stored === "number") {
      return Promise.reject(Object.assign(new Error("no"), { status: stored }));
    }
    return Promise.resolve({ data: { artifacts: stored.map(describe) } });
  };
  const downloadArtifact = async (id: number, { path = "" }: { path?: string } = {}) => {
    downloads.push(id);
    const found = typeof stored === "number" ? undefined : stored.find((one) => one.id === id);
    const text = found?.history === undefined ? found?.text : renderHistory(found.history);
    if (text !== undefined) await writeFile(join(path, "history.jsonl"), text);
    return {};
  };
  const run = { owner: "acme", repo: "cameras", defaultBranch: "main", runId: 9 };
  const context = {
    run,
    api: { actions: { listArtifactsForRepo } },
    client: { downloadArtifact },
    log: { line: (text: string) => said.push(text) },
  } as unknown as ReportContext; // The parts of GitHub that a history is read with.
  return { context, said, downloads };
}

function describe({ id, changes }: Stored): object {
  return {
    ...{ id, expired: false, size_in_bytes: 1000, workflow_run: { ...OWN_RUN, id } },
    ...changes,
  };
}

function dayOf(day: number): HistoryEntry {
  const date = new Date(Date.UTC(2026, 0, day)).toISOString();
  return entryOf(sampleResult(sampleBuild()), { commit: String(day).padStart(40, "0"), date });
}
