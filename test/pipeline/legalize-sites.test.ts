import { expect, test } from "vitest";
import type { CheckResult } from "../../src/check/check.ts";
import { findCured, findSites, isBetter } from "../../src/pipeline/legalize/legalize-sites.ts";
import type { WantedRewrite } from "../../src/targets/legalizing.ts";
import { graphOf, operator, tensor } from "../graph-builder.ts";

const image = tensor("image", [1, 8, 8, 4]);
const graph = graphOf([operator("PAD", [image], [image])], { inputs: [image], outputs: [image] });
const wanted: WantedRewrite = { name: "trim-padding", cures: ["AX-OP-909"] };

test("a rewrite is called for at the operators whose place its code decided", () => {
  const checked = checkOf([["cpu", "AX-OP-909"], ["dlpu"], ["cpu", "AX-OP-900", "AX-OP-909"]]);
  expect(findSites(wanted, { graph, checked })).toEqual([0, 2]);
});

test("a rewrite whose code is a finding only is called for everywhere", () => {
  const checked = checkOf([["dlpu"]], ["AX-OP-909"]);
  expect(findSites(wanted, { graph, checked })).toBeNull();
});

test("a rewrite is called for by an operator's presence where the target says so", () => {
  const checked = checkOf([["dlpu"]]);
  expect(findSites(wanted, { graph, checked })).toBeUndefined();
  expect(findSites({ ...wanted, operators: ["PAD"] }, { graph, checked })).toBeNull();
});

test("an error that went away is better, whatever it costs, and a new one never", () => {
  const refused = checkOf([["cpu"]], ["A7-FILE-001"]);
  expect(isBetter(refused, checkOf([["cpu"], ["cpu"]]))).toBe(true);
  expect(isBetter(checkOf([["cpu"], ["dlpu"]]), checkOf([["dlpu"]], ["A7-FILE-001"]))).toBe(false);
});

test("fewer operators on the CPU are better, and fewer operators where that is the same", () => {
  const before = checkOf([["dlpu"], ["cpu"]]);
  expect(isBetter(before, checkOf([["dlpu"], ["dlpu"], ["dlpu"]]))).toBe(true);
  expect(isBetter(before, checkOf([["cpu"], ["cpu"], ["dlpu"]]))).toBe(false);
  expect(isBetter(checkOf([["dlpu"], ["dlpu"]]), checkOf([["dlpu"]]))).toBe(true);
  expect(isBetter(before, before)).toBe(false);
});

test("a file refused as a whole may take several rewrites", () => {
  const refused = checkOf([["cpu"]], ["A7-FILE-001"]);
  expect(isBetter(refused, checkOf([["cpu"], ["cpu"]], ["A7-FILE-001"]))).toBe(true);
});

test("a code is cured where fewer operators break it", () => {
  const before = checkOf([
    ["cpu", "AX-OP-909"],
    ["cpu", "AX-OP-909"],
  ]);
  expect(findCured(wanted, before, checkOf([["cpu", "AX-OP-909"]]))).toEqual(["AX-OP-909"]);
  expect(findCured(wanted, before, before)).toEqual([]);
});

/** Placements as `[unit, ...reasons]`, and codes of errors. */
function checkOf(
  placements: readonly (readonly ["cpu" | "dlpu", ...string[]])[],
  errors: readonly string[] = [],
): CheckResult {
  return {
    findings: errors.map((code) => ({
      ...{ code, severity: "error", subject: {}, evidence: "", remedy: "", source: "" },
    })),
    operators: placements.map(([placement, ...reasons], index) => ({
      ...{ index, name: "PAD", placement, reasons },
    })),
    segments: 1,
  };
}
