import type { BuildResult } from "../../result/result.ts";
import type { BuildChange, Comparison } from "../compare.ts";
import { hasChanges } from "../compare.ts";
import { escapeMarkdown, inlineCode, renderTable } from "./markdown.ts";
import type { Baseline } from "../report.ts";
import { VERDICT_SYMBOLS } from "../words/verdict-words.ts";

/** One sentence: what changed against the baseline, or why there is none. */
export function renderChangeSentence(baseline: Baseline): string {
  if (baseline.kind === "none") return `No baseline: ${escapeMarkdown(baseline.reason, 400)}`;
  return `${countChanges(baseline.comparison)} against ${inlineCode(nameOfBaseline(baseline))}.`;
}

/** The same sentence without markup, for a surface that has its own. */
export function renderChangeWords(baseline: FoundBaseline): string {
  return `${countChanges(baseline.comparison)} against ${nameOfBaseline(baseline)}.`;
}

type FoundBaseline = Extract<Baseline, { kind: "found" }>;

/** A commit is known by its first digits. */
function nameOfBaseline({ name }: FoundBaseline): string {
  return /^[0-9a-f]{40}$/.test(name) ? name.slice(0, 12) : name;
}

function countChanges(comparison: Comparison): string {
  if (!hasChanges(comparison)) return "Nothing changed";
  return (["added", "removed", "changed"] as const)
    .filter((part) => comparison[part].length > 0)
    .map((part) => `${comparison[part].length} ${part}`)
    .join(", ");
}

/** A table of every fact that moved, at most `limit` builds. */
export function renderChanges(baseline: Baseline, limit: number): string | undefined {
  if (baseline.kind === "none" || !hasChanges(baseline.comparison)) return undefined;
  const { added, removed, changed } = baseline.comparison;
  const rows = [
    ...changed.map((change) => [nameOf(change.head), describeChange(change)]),
    ...added.map((build) => [
      nameOf(build),
      `new: ${VERDICT_SYMBOLS[build.verdict]} ${build.verdict}`,
    ]),
    ...removed.map((build) => [nameOf(build), `gone; it was ${build.verdict}`]),
  ];
  const table = renderTable(["Build", "Change"], rows.slice(0, limit));
  return rows.length > limit ? `${table}\n\n…and ${rows.length - limit} more.` : table;
}

/** One line for each build whose application must change with it. */
export function renderBreakingChanges(baseline: Baseline, limit: number): string[] {
  if (baseline.kind === "none") return [];
  const lines = baseline.comparison.changed.flatMap(({ head, contract }) => {
    const breaking = contract.filter(({ kind }) => kind === "breaking");
    if (breaking.length === 0) return [];
    const what = breaking.map((change) => escapeMarkdown(change.what)).join("; ");
    return [`🔌 **Breaking change of the I/O contract** of ${nameOf(head)}: ${what}`];
  });
  const rest = lines.length - limit;
  return rest > 0 ? [...lines.slice(0, limit), `…and ${rest} more breaking changes.`] : lines;
}

function describeChange({ facts, contract, newFindings, resolvedFindings }: BuildChange): string {
  return [
    ...facts.map(({ fact, base, head }) => `${fact}: ${base} → ${head}`),
    ...contract.map(({ kind, what }) => `${CONTRACT_WORDS[kind]}: ${escapeMarkdown(what)}`),
    ...newFindings.map((code) => `new finding ${escapeMarkdown(code)}`),
    ...resolvedFindings.map((code) => `resolved ${escapeMarkdown(code)}`),
  ].join("<br>");
}

const CONTRACT_WORDS = {
  breaking: "🔌 contract, breaking",
  constants: "contract, constants",
} as const;

function nameOf({ model, soc }: BuildResult): string {
  return `${inlineCode(model)} for ${soc}`;
}
