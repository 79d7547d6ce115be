import type { Severity } from "../../result/finding.ts";
import type { Verdict } from "../../result/result.ts";
import type { CheckedModel, CheckReport, SocResult } from "../check-report.ts";
import { type FindingGroup, groupFindings } from "../group-findings.ts";
import { renderOperatorTable } from "./operator-rows.ts";
import { type Paint, painter } from "./paint.ts";
import { printable, wrap } from "../../words/text.ts";
import { countOf } from "../../words/numbers.ts";

export interface TableOptions {
  /** Whether to use ANSI colours: on a terminal, not in a log. */
  readonly colour: boolean;
}

/** Columns of a plain terminal. */
const WIDTH = 80;

/** For people: by model what each soc makes of it, the operators with their placement, and the findings. */
export function renderCheckTable({ models }: CheckReport, { colour }: TableOptions): string {
  const paint = painter(colour);
  const blocks = models.map((model) => renderModel(model, paint).join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

function renderModel(model: CheckedModel, paint: Paint): readonly string[] {
  return [
    ...wrap(printable(model.path), WIDTH).map(paint.bold),
    ...model.results.map((result) => renderResult(result, paint)),
    ...withGap(renderOperatorTable(model, paint)),
    ...groupFindings(model.results).flatMap((group) => withGap(renderFinding(group, paint))),
  ];
}

function withGap(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

const VERDICT_COLOURS: Readonly<Record<Verdict, keyof Paint>> = {
  passed: "green",
  warned: "yellow",
  failed: "red",
  skipped: "dim",
  errored: "red",
};

function renderResult(result: SocResult, paint: Paint): string {
  const { soc, verdict } = result;
  const verdictText = paint[VERDICT_COLOURS[verdict]](verdict.padEnd(8));
  return `  ${soc.padEnd(9)} ${verdictText} ${describePlacement(result)}`.trimEnd();
}

function describePlacement({ operators, segments }: SocResult): string {
  if (segments === undefined) return "placement not known";
  const onDlpu = operators.filter(({ placement }) => placement === "dlpu").length;
  return `${onDlpu} of ${countOf(operators.length, "operator")} on the DLPU, ${countOf(segments, "segment")} (predicted)`;
}

const SEVERITY_COLOURS: Readonly<Record<Severity, keyof Paint>> = {
  error: "red",
  warning: "yellow",
  info: "dim",
};

/** Code and socs, then what is wrong, the numbers, and what to do. */
function renderFinding(group: FindingGroup, paint: Paint): readonly string[] {
  const { finding, condition, socs } = group;
  const severity = paint[SEVERITY_COLOURS[finding.severity]](finding.severity.padEnd(7));
  const [firstRemedy = "", ...remedy] = wrap(printable(finding.remedy), WIDTH - 6);
  return [
    `${severity} ${paint.bold(finding.code)}  ${socs.join(", ")}`,
    ...indent(condition === "" ? [] : wrap(printable(condition), WIDTH - 4)),
    ...indent(renderEvidence(finding.evidence)).map(paint.dim),
    `    → ${firstRemedy}`,
    ...remedy.map((line) => `      ${line}`),
  ];
}

/** Each operator or tensor on a line of its own, as far as it fits. */
function renderEvidence(evidence: string): readonly string[] {
  return evidence.split("; ").flatMap((part) => wrap(printable(part), WIDTH - 4));
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `    ${line}`);
}
