import { expect, test } from "vitest";
import { renderBadgeJson, renderBadgeSvg } from "../../src/report/badge.ts";
import type { Verdict } from "../../src/result/result.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

test("the endpoint badge counts the verdicts", () => {
  expect(badge("passed", "passed", "warned")).toMatchObject({
    schemaVersion: 1,
    label: "dlpu",
    message: "2 passed, 1 warned",
    isError: false,
  });
});

test.each(["failed", "errored"] as const)("one %s build makes the badge an error", (verdict) => {
  expect(badge("passed", "skipped", verdict)).toMatchObject({ isError: true });
});

test("only a result whose every build passed has the badge of a passed one", () => {
  const green = badge("passed").color;
  expect(badge("passed", "passed").color).toBe(green);
  for (const verdict of ["warned", "skipped", "failed", "errored"] as const) {
    expect(badge("passed", verdict).color).not.toBe(green);
  }
  expect(badge().color).not.toBe(green);
});

test("the SVG badge says the same, for screen readers too", () => {
  const svg = renderBadgeSvg(resultOf("passed", "failed"));
  expect(svg).toContain('role="img" aria-label="dlpu: 1 passed, 1 failed"');
  expect(svg).toMatch(/<text [^>]*>1 passed, 1 failed<\/text>/);
});

function badge(...verdicts: readonly Verdict[]): { readonly color: unknown } {
  return JSON.parse(renderBadgeJson(resultOf(...verdicts))) as { readonly color: unknown };
}

function resultOf(...verdicts: readonly Verdict[]) {
  return sampleResult(...verdicts.map((verdict) => sampleBuild({ verdict })));
}
