import { expect, test } from "vitest";
import { renderSummary } from "../../src/report/summary.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

test("the summary of a mixed run reads as in the golden file", async () => {
  const finding = {
    code: "AX-Q-003",
    severity: "warning",
    subject: { operator: 3, name: "conv" },
    evidence: "12 CONV_2D have one scale a channel",
    remedy: "Quantize per tensor.",
    source: "https://example.com/rule",
  } as const;
  const text = renderSummary(
    sampleResult(
      sampleBuild({ soc: "cpu", precision: "float32", reused: true }),
      sampleBuild({ verdict: "warned", findings: [finding] }),
      sampleBuild({ soc: "artpec-9", verdict: "warned", findings: [finding] }),
      sampleBuild({
        soc: "cv25",
        verdict: "skipped",
        reason: "CNNGen did not run",
        fidelity: null,
      }),
    ),
  );
  await expect(text).toMatchFileSnapshot("../golden/summary.md");
});

test("names from models and repositories stay text", () => {
  const hostile = "a|b`<script>@everyone\n# [x](javascript:1)\u202e.onnx";
  const text = renderSummary(
    sampleResult(
      sampleBuild({
        model: hostile,
        findings: [
          {
            code: "X",
            severity: "error",
            subject: {},
            evidence: hostile,
            remedy: hostile,
            source: hostile,
          },
        ],
      }),
    ),
  );
  const withoutCode = text.replace(/`[^`\n]*`/g, "");
  expect(withoutCode).not.toMatch(/<script>|@everyone|^# \[|[^\\]\]\(javascript|\u202e/m);
  for (const line of text.split("\n").filter((row) => row.startsWith("| "))) {
    expect(line.split(/(?<!\\)\|/).length).toBeLessThanOrEqual(8);
  }
});

test("synthetic numbers are never shown without saying so", () => {
  const build = sampleBuild();
  const fidelity = build.fidelity && {
    ...build.fidelity,
    accuracy: null,
    metrics: [],
    data: { ...build.fidelity.data, kind: "synthetic" as const },
  };
  const text = renderSummary(sampleResult({ ...build, fidelity }));
  expect(text).toContain("99.0 % agreement (synthetic data)");
  expect(text).toContain("it says nothing about accuracy");
});
