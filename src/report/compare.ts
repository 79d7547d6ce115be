import type { BuildResult, Result } from "../result/result.ts";
import type { ContractChange } from "./contract-changes.ts";
import { findContractChanges } from "./contract-changes.ts";
import { keyNumberOf } from "./words/key-number.ts";
import { buildKeyOf } from "./merge-results.ts";
import { countOf, renderBytes } from "../words/numbers.ts";

/** What changed between two results; builds that did not change are not in it. */
export interface Comparison {
  readonly added: readonly BuildResult[];
  readonly removed: readonly BuildResult[];
  readonly changed: readonly BuildChange[];
}

/** How one build differs from the same model's build for the same soc in the base. */
export interface BuildChange {
  readonly base: BuildResult;
  readonly head: BuildResult;
  /** The shown facts that moved. */
  readonly facts: readonly FactChange[];
  readonly contract: readonly ContractChange[];
  /** Codes of findings that the base did not have. */
  readonly newFindings: readonly string[];
  readonly resolvedFindings: readonly string[];
}

/** One shown fact, before and after. */
export interface FactChange {
  readonly fact: string;
  readonly base: string;
  readonly head: string;
}

/** Compares two results build by build. A number counts as changed when what a reader would see of it differs. */
export function compareResults(base: Result, head: Result): Comparison {
  const before = new Map(base.builds.map((build) => [buildKeyOf(build), build]));
  const after = new Map(head.builds.map((build) => [buildKeyOf(build), build]));
  return {
    added: head.builds.filter((build) => !before.has(buildKeyOf(build))),
    removed: base.builds.filter((build) => !after.has(buildKeyOf(build))),
    changed: head.builds.flatMap((build) => {
      const earlier = before.get(buildKeyOf(build));
      return earlier === undefined ? [] : changeOf(earlier, build);
    }),
  };
}

/** Whether anything changed at all. */
export function hasChanges({ added, removed, changed }: Comparison): boolean {
  return added.length + removed.length + changed.length > 0;
}

function changeOf(base: BuildResult, head: BuildResult): BuildChange[] {
  const change = {
    base,
    head,
    facts: FACTS.flatMap(([fact, read]) => factChange(fact, read(base), read(head))),
    contract:
      base.contract === null || head.contract === null
        ? []
        : findContractChanges(base.contract, head.contract),
    newFindings: codesMissingIn(base, head),
    resolvedFindings: codesMissingIn(head, base),
  };
  const parts = [change.facts, change.contract, change.newFindings, change.resolvedFindings];
  return parts.some((part) => part.length > 0) ? [change] : [];
}

const FACTS: readonly (readonly [string, (build: BuildResult) => string])[] = [
  ["verdict", ({ verdict }) => verdict],
  ["precision", ({ precision }) => precision],
  ["fidelity", (build) => keyNumberOf(build) ?? "not measured"],
  ["size", ({ files: [main] }) => (main === undefined ? "no file" : renderBytes(main.sizeBytes))],
  ["off the DLPU", renderFallback],
  ["segments", ({ segments }) => (segments === null ? "not known" : String(segments))],
];

/** `3 of 66 operators`, as predicted; a soc without a public operator list has none. */
function renderFallback({ operators }: BuildResult): string {
  if (operators.length === 0) return "not known";
  const off = operators.filter(({ placement }) => placement === "cpu").length;
  return `${off} of ${countOf(operators.length, "operator")}`;
}

function factChange(fact: string, base: string, head: string): FactChange[] {
  return base === head ? [] : [{ fact, base, head }];
}

/** Codes of findings in `present`, without advice, that `absent` does not have. */
function codesMissingIn(absent: BuildResult, present: BuildResult): string[] {
  const known = new Set(absent.findings.map(({ code }) => code));
  const codes = present.findings
    .filter(({ code, severity }) => severity !== "info" && !known.has(code))
    .map(({ code }) => code);
  return [...new Set(codes)].sort();
}
