import { expect, test } from "vitest";
import { renderJunit } from "../../src/report/junit.ts";
import { findJunitFaults } from "./junit-rules.ts";
import { parseXml, type XmlElement } from "./parse-xml.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const FINDING = {
  code: "AX-Q-003",
  severity: "error",
  subject: {},
  evidence: "12 CONV_2D",
  remedy: "Quantize per tensor.",
  source: "",
} as const;

test("each model is a suite and each build a test, with their counts and times", () => {
  const root = parseXml(
    renderJunit(
      sampleResult(
        sampleBuild({ soc: "cpu" }),
        sampleBuild({ verdict: "failed", reason: "over budget" }),
        sampleBuild({ model: "b.onnx", soc: "cv25", verdict: "skipped", reason: "no compiler" }),
        sampleBuild({ model: "b.onnx", soc: "cv75", verdict: "errored", reason: "disk full" }),
      ),
    ),
  );
  expect(root.name).toBe("testsuites");
  expect(root.attributes).toEqual({
    name: "dlpu",
    tests: "4",
    failures: "1",
    errors: "1",
    time: "6.000",
  });
  expect(root.children.map(({ attributes }) => attributes)).toEqual([
    {
      name: "models/digits.onnx",
      tests: "2",
      failures: "1",
      errors: "0",
      time: "3.000",
      skipped: "0",
    },
    { name: "b.onnx", tests: "2", failures: "0", errors: "1", time: "3.000", skipped: "1" },
  ]);
  expect(testsOf(root).map(({ attributes }) => attributes)).toEqual([
    { classname: "models/digits.onnx", name: "cpu", time: "1.500" },
    { classname: "models/digits.onnx", name: "artpec-8", time: "1.500" },
    { classname: "b.onnx", name: "cv25", time: "1.500" },
    { classname: "b.onnx", name: "cv75", time: "1.500" },
  ]);
});

test.each([
  ["passed", undefined],
  ["warned", undefined],
  ["skipped", "skipped"],
  ["failed", "failure"],
  ["errored", "error"],
] as const)("a build that %s has the outcome %s", (verdict, outcome) => {
  const reason = outcome === undefined ? null : "why it ended so";
  const [build] = testsOf(parseXml(renderJunit(sampleResult(sampleBuild({ verdict, reason })))));
  const outcomes = build?.children.filter(({ name }) => name !== "system-out") ?? [];
  expect(outcomes.map(({ name }) => name)).toEqual(outcome === undefined ? [] : [outcome]);
  expect(outcomes.map(({ attributes }) => attributes["message"])).toEqual(
    outcome === undefined ? [] : [reason],
  );
});

test("the readers of JUnit XML find all that they need, and nothing that they do not know", () => {
  const verdicts = ["passed", "warned", "skipped", "failed", "errored"] as const;
  const builds = verdicts.flatMap((verdict, index) => [
    sampleBuild({ verdict, reason: "why", findings: [FINDING] }),
    sampleBuild({ model: `m${index}.onnx`, soc: "cv75", verdict, steps: [] }),
  ]);
  expect(findJunitFaults(parseXml(renderJunit(sampleResult(...builds))))).toEqual([]);
  expect(findJunitFaults(parseXml(renderJunit(sampleResult())))).toEqual([]);
});

test("a failure lists its errors with what to do, a warned build its warnings", () => {
  const warning = { ...FINDING, severity: "warning" } as const;
  const xml = renderJunit(
    sampleResult(
      sampleBuild({ verdict: "failed", reason: "1 error", findings: [FINDING] }),
      sampleBuild({ soc: "artpec-9", verdict: "warned", findings: [warning] }),
    ),
  );
  const [failed, warned] = testsOf(parseXml(xml));
  expect(textOf(failed, "failure")).toBe("error AX-Q-003: 12 CONV_2D. Quantize per tensor.");
  expect(textOf(warned, "system-out")).toBe(
    "warned, int8-per-tensor, 98.3 % ± 1.6 top-1 (float 98.7 %)\nSize 36,864 bytes ≤ 4,000,000 bytes ✓ kept\nwarning AX-Q-003: 12 CONV_2D. Quantize per tensor.",
  );
});

test("names that XML has no form for stay text", () => {
  const hostile = "a\"b'<c>&]]>\u0000\ud800\u202e";
  const [build] = testsOf(
    parseXml(
      renderJunit(
        sampleResult(sampleBuild({ model: hostile, verdict: "failed", reason: hostile })),
      ),
    ),
  );
  expect(build?.attributes["classname"]).toBe("a\"b'<c>&]]>\\u{0}\\u{d800}\\u{202e}");
  expect(build?.children[0]?.attributes["message"]).toBe(build?.attributes["classname"]);
});

function testsOf(root: XmlElement): readonly XmlElement[] {
  return root.children.flatMap(({ children }) => children);
}

function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return element?.children.find((child) => child.name === name)?.text;
}
