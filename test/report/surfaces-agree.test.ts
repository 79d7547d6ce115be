import { expect, test } from "vitest";
import type { BuildResult, Result } from "../../src/pipeline/result.ts";
import { renderBadgeJson } from "../../src/report/badge.ts";
import { renderHtmlReport } from "../../src/report/html/page.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { readPage } from "./html-facts.ts";
import { parseXml } from "./parse-xml.ts";
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
