import { expect, test } from "vitest";
import type { Budgets } from "../../src/config/budgets.ts";
import { judgeBudgets } from "../../src/pipeline/budget/budget.ts";
import type { Shipped } from "../../src/pipeline/budget/budget-measured.ts";
import type { Fidelity } from "../../src/result/fidelity.ts";
import { targetOf } from "../../src/targets/catalogue.ts";
import type { Soc } from "../../src/result/soc.ts";
import { sampleBuild } from "../report/sample-result.ts";

/** 36,864 bytes, 24.5 dB, 99 % agreement, top-1 98.7 % → 98.3 %, one of one operators on the DLPU, one segment. */
function ship(changes: Partial<Shipped> = {}, soc: Soc = "artpec-8"): Shipped {
  return { ...sampleBuild(), target: targetOf(soc), ...changes };
}

function withFidelity(changes: Partial<Fidelity>): Shipped {
  const { fidelity } = sampleBuild();
  if (fidelity === null) throw new Error("the sample build has no fidelity");
  return ship({ fidelity: { ...fidelity, ...changes } });
}

const KEPT: Budgets = {
  size: 36_864,
  sqnrDb: 24.5,
  top1Agreement: 0.99,
  metric: 0.983,
  metricDrop: 0.004,
  operatorsOnDlpu: 1,
  segments: 1,
};

test("a build that just reaches its budgets keeps them without a finding", () => {
  const { budgets, findings } = judgeBudgets(KEPT, ship());
  expect(findings).toEqual([]);
  expect(budgets.map(({ name, outcome }) => [name, outcome])).toEqual(
    Object.keys(KEPT).map((name) => [name, "kept"]),
  );
});

test.each([
  ["size", 36_863, "DLPU-BUDGET-SIZE", "36,864 bytes"],
  ["sqnrDb", 24.6, "DLPU-BUDGET-SQNR", "24.5 dB"],
  ["top1Agreement", 0.991, "DLPU-BUDGET-AGREEMENT", "99.0 %"],
  ["metric", 0.984, "DLPU-BUDGET-METRIC", "98.3 % (top-1 on 300 labelled samples"],
  ["metricDrop", 0.003, "DLPU-BUDGET-DROP", "0.4 points"],
] as const)("a broken budget of %s is an error with number and limit", (name, limit, code, is) => {
  const { budgets, findings } = judgeBudgets({ [name]: limit }, ship());
  expect(budgets).toMatchObject([{ name, limit, outcome: "broken" }]);
  expect(findings).toMatchObject([{ code, severity: "error", subject: { name } }]);
  expect(findings[0]?.evidence).toContain(is);
  expect(findings[0]?.evidence).toMatch(/the budget is at (most|least) /);
});

test("operators and segments are judged by the placement, and say that it is predicted", () => {
  const operators = (["dlpu", "cpu", "dlpu"] as const).map((placement, index) => {
    return { index, name: "CONV_2D", placement, reasons: [] };
  });
  const { findings } = judgeBudgets(
    { operatorsOnDlpu: 0.9, segments: 1 },
    ship({ operators, segments: 2 }),
  );
  expect(findings.map(({ code, evidence }) => [code, evidence])).toEqual([
    [
      "DLPU-BUDGET-OPERATORS",
      "Operators on the DLPU: 66.7 % (2 of 3 operators, predicted), but the budget is at least 90.0 %",
    ],
    ["DLPU-BUDGET-SEGMENTS", "Segments on the DLPU: 2 (predicted), but the budget is at most 1"],
  ]);
});

test.each([
  ["without labels", { metricDrop: 0.01 }, withFidelity({ metrics: [] })],
  ["without class scores", { top1Agreement: 0.9 }, withFidelity({ top1Agreement: null })],
  ["without a float model", { sqnrDb: 20 }, withFidelity({ outputs: [] })],
  [
    "on synthetic data",
    { sqnrDb: 1 },
    withFidelity({ data: { kind: "synthetic", samples: 32, sha256: null } }),
  ],
] as const)("a budget on losses %s is an error, not a pass", (_, limits, shipped) => {
  const { budgets, findings } = judgeBudgets(limits, shipped);
  expect(budgets).toMatchObject([{ actual: null, outcome: "unknown" }]);
  expect(findings).toMatchObject([{ code: "DLPU-BUDGET-UNKNOWN", severity: "error" }]);
});

test("what nobody can know without the vendor or a camera is a warning", () => {
  const shipped = ship({ operators: [], segments: null, files: [] }, "cv25");
  const { budgets, findings } = judgeBudgets(KEPT, shipped);
  expect(new Set(budgets.map(({ outcome }) => outcome))).toEqual(new Set(["unknown"]));
  expect(findings).toHaveLength(Object.keys(KEPT).length);
  expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(["warning"]));
});

test("limits about the DLPU do not apply where models run on the CPU by choice", () => {
  const { budgets } = judgeBudgets({ operatorsOnDlpu: 1, segments: 1, size: 1e6 }, ship({}, "cpu"));
  expect(budgets.map(({ name }) => name)).toEqual(["size"]);
});

test("outputs equal to float's keep every limit on losses", () => {
  const [output] = sampleBuild().fidelity?.outputs ?? [];
  if (output === undefined) throw new Error("the sample build has no output");
  const equal = withFidelity({ outputs: [{ ...output, sqnrDb: null, equal: true }] });
  expect(judgeBudgets({ sqnrDb: 60 }, equal)).toMatchObject({
    budgets: [{ actual: null, outcome: "kept" }],
    findings: [],
  });
});

test("a lifted budget is not judged", () => {
  expect(judgeBudgets({ size: null }, ship())).toEqual({ budgets: [], findings: [] });
});
