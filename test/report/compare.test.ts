import { expect, test } from "vitest";
import { compareResults, hasChanges } from "../../src/report/compare.ts";
import { sampleFinding } from "./sample-report.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const base = sampleBuild();

function changesOf(head: Partial<typeof base>) {
  return compareResults(sampleResult(base), sampleResult(sampleBuild(head)));
}

test("a result does not differ from itself", () => {
  expect(hasChanges(changesOf({}))).toBe(false);
});

test("numbers differ when a reader would see it", () => {
  const [main] = base.files;
  if (main === undefined) throw new Error("the sample has a file");
  const files = (sizeBytes: number) => [{ ...main, sizeBytes }];
  expect(hasChanges(changesOf({ files: files(36_865) }))).toBe(false);
  expect(changesOf({ files: files(40_000) }).changed[0]?.facts).toEqual([
    { fact: "size", base: "36.0 KiB", head: "39.1 KiB" },
  ]);
});

test("a build that only one side has is added or removed", () => {
  const other = sampleBuild({ soc: "artpec-9" });
  const { added, removed } = compareResults(sampleResult(base), sampleResult(other));
  expect([added, removed]).toEqual([[other], [base]]);
});

test("an operator that leaves the accelerator is a change", () => {
  const operators = [{ index: 0, name: "CONV_2D", placement: "cpu", reasons: ["R"] }] as const;
  expect(changesOf({ operators, segments: 0 }).changed[0]?.facts).toEqual([
    { fact: "off the DLPU", base: "0 of 1 operator", head: "1 of 1 operator" },
    { fact: "segments", base: "1", head: "0" },
  ]);
});

test("a new shape breaks the contract, a new scale only asks for the new constants", () => {
  const { contract } = base;
  if (contract === null) throw new Error("the sample has a contract");
  const [output] = contract.outputs;
  if (output === undefined) throw new Error("the sample has an output");
  const outputs = [{ ...output, shape: [1, 11], quantization: { scale: 0.004, zeroPoint: 3 } }];
  expect(changesOf({ contract: { ...contract, outputs } }).changed[0]?.contract).toEqual([
    { kind: "breaking", what: "output 0 shape: [1,10] → [1,11]" },
    { kind: "constants", what: "output 0 scale: 0.00390625 → 0.004" },
  ]);
});

test("findings that came and went are named by their code, advice is not", () => {
  const finding = sampleFinding();
  const advice = sampleFinding({ code: "TEST-002", severity: "info" });
  const change = changesOf({ findings: [finding, advice] }).changed[0];
  expect(change?.newFindings).toEqual(["TEST-001"]);
  const back = compareResults(
    sampleResult(sampleBuild({ findings: [finding] })),
    sampleResult(base),
  );
  expect(back.changed[0]?.resolvedFindings).toEqual(["TEST-001"]);
});
