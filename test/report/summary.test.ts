import { expect, test } from "vitest";
import { marked } from "marked";
import { renderSummary } from "../../src/report/markdown/summary.ts";
import { outsideAxisList } from "../../src/targets/artpec-8/axis-operators.ts";
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

test("a finding with other evidence in each model is said once, with a line for each", () => {
  const finding = (evidence: string) => ({
    code: outsideAxisList.code,
    severity: "warning" as const,
    subject: {},
    evidence,
    remedy: outsideAxisList.remedy,
    source: outsideAxisList.source,
  });
  const text = renderSummary(
    sampleResult(
      sampleBuild({ model: "a.onnx", findings: [finding("MEAN")] }),
      sampleBuild({ model: "b.onnx", findings: [finding("PAD"), finding("PAD")] }),
    ),
  );
  expect(text.match(/AX-OP-801/g)).toHaveLength(1);
  expect(text).toContain("  - `a.onnx` for artpec-8: MEAN\n  - `b.onnx` for artpec-8: PAD\n");
});

test("a rule's own source is a link, one that a result claims can only be copied", async () => {
  const { code, remedy, source } = outsideAxisList;
  const finding = { code, severity: "warning" as const, subject: {}, evidence: "MEAN", remedy };
  const address = /https:\/\/[^ ]+/.exec(source)?.[0] ?? "";
  const render = (said: string) =>
    renderSummary(sampleResult(sampleBuild({ findings: [{ ...finding, source: said }] })));
  expect(render(source)).toContain(`<${address}>`);
  const page = await marked.parse(render("https://example.com/rule"));
  expect(page).toContain("<code>https://example.com/rule</code>");
  expect(page).not.toContain("<a ");
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
