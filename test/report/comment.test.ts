import { expect, test } from "vitest";
import { commentMarker, renderComment } from "../../src/report/markdown/comment.ts";
import { compareResults } from "../../src/report/compare.ts";
import { fitMarkdown } from "../../src/report/markdown/fit.ts";
import { renderJobSummary } from "../../src/report/markdown/job-summary.ts";
import { sampleFinding, sampleReport } from "./sample-report.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const baseline = sampleBuild();
const builds = [
  sampleBuild({ soc: "cpu", precision: "float32" }),
  sampleBuild({
    verdict: "warned",
    findings: [sampleFinding()],
    operators: [
      { index: 0, name: "CONV_2D", placement: "dlpu", reasons: [] },
      { index: 1, name: "GATHER", placement: "cpu", reasons: ["A8-OP-001"] },
    ],
    contract: baseline.contract && { ...baseline.contract, larodDevice: "cpu-tflite" },
  }),
  sampleBuild({
    soc: "artpec-9",
    verdict: "failed",
    reason: "accuracy fell",
    findings: [
      sampleFinding({ code: "TEST-002", severity: "error", evidence: "It fell by 9 points." }),
    ],
    fidelity: null,
    files: [],
  }),
];
const report = sampleReport(builds, {
  baseline: {
    kind: "found",
    name: "b".repeat(40),
    comparison: compareResults(sampleResult(baseline), sampleResult(...builds)),
  },
  artifacts: [
    {
      soc: "artpec-8",
      name: "dlpu-artpec-8",
      id: 5000,
      sha256: "d".repeat(64),
      url: "https://github.com/acme/cameras/actions/runs/1/artifacts/5000",
    },
  ],
});

test("the comment of a mixed run reads as in the golden file", async () => {
  await expect(`${renderComment(report, "dlpu")}\n`).toMatchFileSnapshot("../golden/comment.md");
});

test("the job summary of a mixed run reads as in the golden file", async () => {
  await expect(renderJobSummary(report, "all")).toMatchFileSnapshot("../golden/job-summary.md");
});

test("nothing in a key can end the marker", () => {
  expect(commentMarker("a --> <b>")).toBe("<!-- dlpu:a------b- -->");
});

test("a comment of any number of builds stays within GitHub's limit and keeps the counts", () => {
  for (const count of [10, 300, 3000]) {
    const many = Array.from({ length: count }, (_, index) =>
      sampleBuild({
        model: `models/${"long-".repeat(20)}${index}.onnx`,
        verdict: index % 7 === 0 ? "failed" : "warned",
        findings: [sampleFinding({ evidence: "€".repeat(300) })],
      }),
    );
    const text = renderComment(sampleReport(many), "dlpu");
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toContain(`${Math.ceil(count / 7)} failed`);
  }
});

test("the narrower a scope, the shorter the text; the last one is cut at a whole character", () => {
  const text = fitMarkdown((scope) => (scope === "line" ? "€€€" : "x".repeat(100)), 8);
  expect(text).toBe("€€");
});

test("what did not arrive stands before everything that did", () => {
  const text = renderComment({ ...report, missing: ["artpec-7: no result arrived."] }, "dlpu");
  expect(text.indexOf("artpec-7: no result arrived")).toBeLessThan(text.indexOf("| Model |"));
  expect(text).toContain("### dlpu: 💥 1 missing, ");
});
