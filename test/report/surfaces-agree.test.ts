import { expect, test } from "vitest";
import { layerFindings } from "../../src/pipeline/verify/layer-findings.ts";
import type { BuildResult, Result } from "../../src/result/result.ts";
import { renderBadgeJson } from "../../src/report/badge.ts";
import { renderComment } from "../../src/report/markdown/comment.ts";
import { compareResults } from "../../src/report/compare.ts";
import { entryOf } from "../../src/report/history/history.ts";
import { renderHtmlReport } from "../../src/report/html/page/page.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderJobSummary } from "../../src/report/markdown/job-summary.ts";
import { renderSummary } from "../../src/report/markdown/summary.ts";
import { readPage } from "./html-facts.ts";
import { parseXml } from "./parse-xml.ts";
import { sampleReport } from "./sample-report.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

/** Six builds that differ in every number that a surface shows. */
const RESULT = sampleResult(
  ...(["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"] as const).map((soc, index) =>
    sampleBuild({
      soc,
      verdict:
        (["passed", "warned", "failed", "warned", "skipped", "errored"] as const)[index] ??
        "passed",
      files: [
        { path: "model.tflite", sizeBytes: 10_240 * (index + 1), sha256: String(index).repeat(64) },
      ],
      steps: [
        { name: "import", outcome: "done", detail: [], seconds: 1.25 + index, peakMemoryBytes: 1 },
        { name: "quantize", outcome: "done", detail: [], seconds: 0.5, peakMemoryBytes: 1 },
      ],
      fidelity: withAccuracy(0.9 + index / 100),
    }),
  ),
);
/** As `result.json` has it: the numbers that all others must show. */
const JSON_RESULT = JSON.parse(JSON.stringify(RESULT)) as Result;

test("summary, page and JUnit show the same accuracy for each build as result.json", () => {
  const gridRow =
    renderSummary(RESULT)
      .split("\n")
      .find((line) => line.startsWith("| `models/"))
      ?.split(" | ") ?? [];
  const pageRow = readPage(renderHtmlReport(RESULT)).rows("grid")[1] ?? [];
  for (const [index, build] of JSON_RESULT.builds.entries()) {
    const final = build.fidelity?.metrics[0]?.final.value ?? Number.NaN;
    // What a skipped build measured is no artifact's number.
    const isSkipped = build.verdict === "skipped";
    const accuracy = isSkipped ? "float model only" : `${(final * 100).toFixed(1)} % ± 1.6 top-1`;
    expect(gridRow[index + 1]).toContain(accuracy);
    expect(pageRow[index + 1]).toContain(accuracy);
    expect(junitTest(build)?.text).toContain(accuracy);
  }
});

test("all surfaces count the same verdicts", () => {
  const count = (wanted: string) =>
    JSON_RESULT.builds.filter(({ verdict }) => verdict === wanted).length;
  const { text } = readPage(renderHtmlReport(RESULT));
  const { message } = JSON.parse(renderBadgeJson(RESULT)) as { message: string };
  for (const verdict of ["passed", "warned", "skipped", "failed", "errored"]) {
    expect(renderSummary(RESULT).split("\n")[0]).toContain(`${count(verdict)} ${verdict}`);
    expect(text).toContain(`${count(verdict)} ${verdict}`);
    expect(message).toContain(`${count(verdict)} ${verdict}`);
  }
  const suite = parseXml(renderJunit(RESULT)).children[0]?.attributes;
  expect(suite).toMatchObject({
    tests: String(JSON_RESULT.builds.length),
    failures: String(count("failed")),
    errors: String(count("errored")),
    skipped: String(count("skipped")),
  });
});

test("size, hash and time of each artifact are the same in summary, page, JUnit and result.json", () => {
  const summary = renderSummary(RESULT).split("\n");
  for (const build of JSON_RESULT.builds) {
    const [file] = build.files;
    const seconds = build.steps.reduce((sum, step) => sum + step.seconds, 0);
    const size = `${((file?.sizeBytes ?? 0) / 1024).toFixed(1)} KiB`;
    const row = summary.find((line) => line.includes(`${build.soc}/digits/model.tflite`));
    const page = readPage(renderHtmlReport({ ...RESULT, builds: [build] }));
    expect(row).toContain(`| ${size} |`);
    expect(row).toContain(file?.sha256.slice(0, 12));
    expect(row).toContain(`${seconds.toFixed(1)} s`);
    expect(page.rows("Files of the artifact")[1]).toEqual(["model.tflite", size, file?.sha256]);
    expect(page.text).toContain(`Together ${seconds.toFixed(1)} s`);
    expect(junitTest(build)?.seconds).toBe(seconds);
  }
});

test("the worst layer loses the same in summary, page, comment and result.json", () => {
  const { layers } = sampleBuild();
  const result = sampleResult(sampleBuild({ verdict: "warned", findings: layerFindings(layers) }));
  const stored = JSON.parse(JSON.stringify(result)) as Result;
  const worst = stored.builds[0]?.layers?.worst[0];
  const loss = `${worst?.ownSqnrDb?.toFixed(1) ?? "none"} dB`;
  const named = `#${worst?.operator ?? "none"} ${worst?.kind ?? "none"}`;
  const page = readPage(renderHtmlReport(result));
  expect(page.text).toContain(`${named} ${worst?.name ?? "none"} ${loss} by itself`);
  expect(page.rows("SQNR of each layer")).toContainEqual(
    expect.arrayContaining([worst?.name, worst?.ownSqnrDb?.toFixed(1), worst?.sqnrDb?.toFixed(1)]),
  );
  const comment = renderComment(sampleReport(result.builds), "main");
  for (const text of [renderSummary(result), comment, page.text]) {
    expect(text.replaceAll("\\", "")).toContain(`${named} (${loss})`);
  }
});

test("operators off the DLPU and their share of the MACs are the same in comment, page, history and result.json", () => {
  const operators = [
    { index: 0, name: "CONV_2D", placement: "dlpu", reasons: [], macs: 877 },
    { index: 1, name: "MEAN", placement: "cpu", reasons: ["AX-OP-912"], macs: 123 },
  ] as const;
  const result = sampleResult(sampleBuild({ operators, segments: 1 }));
  const [build] = (JSON.parse(JSON.stringify(result)) as Result).builds;
  const off = build?.operators.filter(({ placement }) => placement === "cpu") ?? [];
  const macs = (some: readonly { macs?: number }[]) =>
    some.reduce((sum, one) => sum + (one.macs ?? 0), 0);
  const share = `${((100 * macs(off)) / macs(build?.operators ?? [])).toFixed(1)} %`;
  const comment = renderComment(sampleReport(result.builds), "dlpu");
  expect(comment).toContain(`| ${off.length} of 2 | ${share} |`);
  expect(readPage(renderHtmlReport(result)).rows("Placement of the operators")[2]).toEqual([
    ...["CPU", "MEAN", "#1", share, "AX-OP-912"],
  ]);
  expect(entryOf(result, MOMENT).builds[0]).toMatchObject({ offDlpu: off.length, operators: 2 });
});

test("what changed against the baseline is the same in summary, comment and page", () => {
  const base = sampleResult(sampleBuild({ verdict: "warned", fidelity: withAccuracy(0.5) }));
  const result = sampleResult(sampleBuild());
  const comparison = compareResults(base, result);
  const baseline = { kind: "found", name: "b".repeat(40), comparison } as const;
  const report = sampleReport(result.builds, { baseline });
  const page = readPage(renderHtmlReport(result, { baseline }));
  const [change] = comparison.changed;
  for (const { fact, base: before, head } of change?.facts ?? []) {
    const words = `${fact}: ${before} → ${head}`;
    expect(renderJobSummary(report, "all")).toContain(words);
    expect(renderComment(report, "dlpu")).toContain(words);
    expect(page.rows("Changes against the baseline")).toContainEqual([fact, before, head]);
  }
  expect(change?.facts).toHaveLength(2);
});

test("the numbers of the history are those that the page, the summary and result.json show", () => {
  const entries = [withAccuracy(0.5), withAccuracy(0.9)].map((fidelity, day) =>
    entryOf(sampleResult(sampleBuild({ fidelity })), {
      commit: String(day).repeat(40),
      date: `2026-11-0${day + 1}T00:00:00Z`,
    }),
  );
  const result = sampleResult(sampleBuild({ fidelity: withAccuracy(0.9) }));
  const [build] = (JSON.parse(JSON.stringify(result)) as Result).builds;
  const final = build?.fidelity?.metrics[0]?.final.value;
  const percent = `${(100 * (final ?? 0)).toFixed(1)} %`;
  const [, row] = readPage(renderHtmlReport(result, { history: entries })).rows(
    "History of each build",
  );
  expect(row?.[3]).toContain(`${percent} top-1, was 50.0 % top-1`);
  expect(renderSummary(result)).toContain(percent);
  expect(entries[1]?.builds[0]?.fidelity?.value).toBe(final);
  expect(entries[1]?.builds[0]?.sizeBytes).toBe(build?.files[0]?.sizeBytes);
});

test("what a recipe gained is in the page as in result.json", () => {
  const { quantization } = JSON_RESULT.builds[0] ?? {};
  const [plain, shipped] = [quantization?.plain?.worstSqnrDb, quantization?.shipped?.worstSqnrDb];
  const { text } = readPage(renderHtmlReport(RESULT));
  expect(text).toContain(`${plain?.toFixed(1)} → ${shipped?.toFixed(1)} dB SQNR`);
  expect(text).toContain(`${quantization?.tried.length} recipes in 6.2 s`);
});

const MOMENT = { commit: "a".repeat(40), date: "2026-11-22T20:15:00Z" };

function junitTest({ soc }: BuildResult): { text: string; seconds: number } | undefined {
  const tests = parseXml(renderJunit(RESULT)).children.flatMap(({ children }) => children);
  const found = tests.find(({ attributes }) => attributes["name"] === soc);
  if (found === undefined) return undefined;
  const text = found.children.find(({ name }) => name === "system-out")?.text ?? "";
  return { text, seconds: Number(found.attributes["time"]) };
}

function withAccuracy(final: number): BuildResult["fidelity"] {
  const { fidelity } = sampleBuild();
  const [top1] = fidelity?.metrics ?? [];
  if (fidelity === null || top1 === undefined) return null;
  return { ...fidelity, metrics: [{ ...top1, final: { ...top1.final, value: final } }] };
}
