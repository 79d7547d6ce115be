import fc from "fast-check";
import { expect, test } from "vitest";
import {
  entryOf,
  type HistoryEntry,
  historyUpTo,
  MAX_COMMITS,
  mergeHistories,
  renderHistory,
} from "../../src/report/history/history.ts";
import { parseHistory } from "../../src/report/history/parse-history.ts";
import { renderTrendSentence } from "../../src/report/history/trend-sentence.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const OPERATORS = [
  { index: 0, name: "CONV_2D", placement: "dlpu", reasons: [] },
  { index: 1, name: "MEAN", placement: "cpu", reasons: ["AX-OP-912"] },
] as const;

test("a commit leaves size, fidelity, operators off the DLPU and verdict of each build", () => {
  const result = sampleResult(sampleBuild({ operators: OPERATORS }));
  const entry = entryOf(result, { commit: "a".repeat(40), date: "2026-11-22T20:15:00Z" });
  expect(JSON.parse(renderHistory([entry]))).toEqual({
    schemaVersion: 1,
    commit: "a".repeat(40),
    date: "2026-11-22T20:15:00Z",
    builds: [
      {
        model: "models/digits.onnx",
        soc: "artpec-8",
        verdict: "passed",
        sizeBytes: 36_864,
        fidelity: { metric: "top-1", value: 0.983 },
        offDlpu: 1,
        operators: 2,
      },
    ],
  });
});

test("what was not measured, or only of the float model, has no fidelity", () => {
  const builds = [
    sampleBuild({ fidelity: null, files: [], operators: [] }),
    sampleBuild({ soc: "cv25", verdict: "skipped" }),
  ];
  const { builds: kept } = entryOf(sampleResult(...builds), momentOf(1));
  expect(kept.map(({ fidelity }) => fidelity)).toEqual([null, null]);
  expect(kept[0]).toMatchObject({ sizeBytes: null, offDlpu: null, operators: null });
});

test("on the CPU alone no operator is off the DLPU", () => {
  const operators = [{ index: 0, name: "CONV_2D", placement: "cpu", reasons: [] }] as const;
  const { builds } = entryOf(sampleResult(sampleBuild({ soc: "cpu", operators })), momentOf(1));
  expect(builds[0]?.offDlpu).toBeNull();
});

test("the same commit twice is replaced in its place, not doubled", () => {
  const again = { ...commitOf(1, 2_000), date: momentOf(9).date };
  const merged = mergeHistories([commitOf(1, 1_000), commitOf(2, 1_000), again]);
  expect(merged.map(({ commit }) => commit)).toEqual([momentOf(1).commit, momentOf(2).commit]);
  expect(merged[0]?.builds[0]?.sizeBytes).toBe(2_000);
  expect(merged[0]?.date).toBe(momentOf(1).date);
});

test("histories of runs at the same time are put together by date", () => {
  const [left, right] = [
    [commitOf(1, 1), commitOf(3, 3)],
    [commitOf(1, 1), commitOf(2, 2)],
  ];
  expect(mergeHistories([...left, ...right]).map(sizeOf)).toEqual([1, 2, 3]);
});

test("only the latest commits are kept", () => {
  const many = Array.from({ length: MAX_COMMITS + 10 }, (_, index) => commitOf(index, index));
  const kept = mergeHistories(many);
  expect([kept.length, sizeOf(kept[0])]).toEqual([MAX_COMMITS, 10]);
});

test("a reader of an older commit sees the history up to it", () => {
  const all = [commitOf(1, 1), commitOf(2, 2), commitOf(3, 3)];
  expect(historyUpTo(all, momentOf(2).commit).map(sizeOf)).toEqual([1, 2]);
  expect(historyUpTo(all, "f".repeat(40))).toEqual([]);
});

test("what is written is read back, in any order", () => {
  const entries = [commitOf(1, 1), commitOf(2, 2)];
  const text = renderHistory(entries.toReversed());
  expect(parseHistory(text)).toEqual({ entries, dropped: 0 });
});

test.each([
  ["no JSON", "{"],
  ["a cut line", renderHistory([commitOf(2, 2)]).slice(0, 60)],
  ["a key that no line has", JSON.stringify({ ...commitOf(2, 2), extra: 1 })],
  ["a commit that is none", JSON.stringify({ ...commitOf(2, 2), commit: "../../etc/passwd" })],
  ["a date that is none", JSON.stringify({ ...commitOf(2, 2), date: "yesterday" })],
  ["a prototype", '{"__proto__":{"commit":"aaaaaaa"},"schemaVersion":1}'],
  ["a line of a megabyte", JSON.stringify({ ...commitOf(2, 2), pad: "x".repeat(1_000_000) })],
])("%s is left out, and the other lines stay", (_, line) => {
  const text = `${renderHistory([commitOf(1, 1)])}${line}\n${renderHistory([commitOf(3, 3)])}`;
  const { entries, dropped } = parseHistory(text);
  expect([entries.map(sizeOf), dropped]).toEqual([[1, 3], 1]);
});

test("whatever is read, the answer is a history", () => {
  const valid = renderHistory([commitOf(1, 1)]);
  const broken = fc
    .tuple(fc.nat(valid.length), fc.string())
    .map(([at, text]) => valid.slice(0, at) + text + valid.slice(at));
  fc.assert(
    fc.property(fc.oneof(fc.string(), broken), (text) => {
      expect(parseHistory(text).entries.length).toBeLessThanOrEqual(text.split("\n").length);
    }),
  );
});

test("a number that was never as bad is told, with the bound that held before", () => {
  const history = [...[10_240, 20_480, 15_360].map((size, at) => commitOf(at, size)), now(36_864)];
  expect(renderTrendSentence(sampleResult(sampleBuild()), history)).toBe(
    "📈 Never before in 4 commits: `models/digits.onnx` for artpec-8, size 36.0 KiB (at most 20.0 KiB before).",
  );
});

test("nothing is told of a short history, of a number that was as bad before, or of another commit", () => {
  const result = sampleResult(sampleBuild());
  const small = [1_024, 1_024, 1_024].map((size, at) => commitOf(at, size));
  expect(renderTrendSentence(result, [commitOf(1, 1_024), now(36_864)])).toBeUndefined();
  expect(renderTrendSentence(result, [...small, commitOf(4, 40_000), now(36_864)])).toBeUndefined();
  expect(renderTrendSentence(result, [])).toBeUndefined();
});

test("fidelity is compared only with commits that have the same metric", () => {
  const agreements = [0, 1, 2].map((at) => commitOf(at, 1, { metric: "agreement", value: 0.999 }));
  const history = [...agreements, now(1)];
  expect(renderTrendSentence(sampleResult(sampleBuild()), history)).toBeUndefined();
});

function momentOf(day: number): Pick<HistoryEntry, "commit" | "date"> {
  return {
    commit: day.toString(16).padStart(40, "0"),
    date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
  };
}

function commitOf(
  day: number,
  sizeBytes: number,
  fidelity: HistoryEntry["builds"][number]["fidelity"] = { metric: "top-1", value: 0.983 },
): HistoryEntry {
  const { builds, ...entry } = entryOf(sampleResult(sampleBuild()), momentOf(day));
  return { ...entry, builds: builds.map((build) => ({ ...build, sizeBytes, fidelity })) };
}

function now(sizeBytes: number): HistoryEntry {
  return commitOf(1_000, sizeBytes);
}

function sizeOf(entry: HistoryEntry | undefined): number | null | undefined {
  return entry?.builds[0]?.sizeBytes;
}
