import { expect, test } from "vitest";
import { compareResults } from "../../src/report/compare.ts";
import { planComment } from "../../src/report/markdown/plan-comment.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleReport } from "./sample-report.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

function against(base: ReturnType<typeof sampleBuild>, head = base): Report {
  const comparison = compareResults(sampleResult(base), sampleResult(head));
  return sampleReport([head], { baseline: { kind: "found", name: "base", comparison } });
}

const unchanged = against(sampleBuild());
const changed = against(sampleBuild(), sampleBuild({ verdict: "warned" }));
const failed = against(sampleBuild({ verdict: "failed" }));

test.each([
  ["auto", unchanged, false],
  ["auto", changed, true],
  ["auto", failed, true],
  ["auto", sampleReport([sampleBuild()]), true],
  ["on-change", unchanged, false],
  ["on-failure", changed, false],
  ["on-failure", failed, true],
  ["always", unchanged, true],
] as const)(
  "mode %s makes a new comment only when there is something to say (%#)",
  (mode, report, mayCreate) => {
    expect(planComment(mode, report, 1)).toEqual({ kind: "speak", mayCreate });
  },
);

test("a job of a matrix leaves the comment to the report action, unless told otherwise", () => {
  expect(planComment("auto", failed, 4).kind).toBe("silent");
  expect(planComment("always", failed, 4).kind).toBe("speak");
});

test("never is never", () => {
  expect(planComment("never", failed, 1).kind).toBe("silent");
});
