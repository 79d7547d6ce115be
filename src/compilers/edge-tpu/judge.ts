import type { Finding } from "../../result/finding.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { CompiledModel, Judgement } from "../judgement.ts";
import { type EdgeTpuReport, parseEdgeTpuReport } from "./parse-report.ts";
import { findReportedPlacement, REPORTED_BY_COMPILER } from "./reported-placement.ts";
import { findStatus } from "./status.ts";
import { countOf } from "../../words/numbers.ts";

const SOURCE = "the compiled file and the report of edgetpu_compiler, made in this run";

/** Holds what edgetpu_compiler did against what dlpu predicted; a difference is a finding. */
export function judgeEdgeTpu({ graph, product, output, predicted }: CompiledModel): Judgement {
  const report = parseEdgeTpuReport(output);
  const operators = findReportedPlacement(graph, product, predicted);
  const different =
    operators === undefined
      ? compareCounts(report, predicted)
      : compareOperators(operators, predicted);
  return {
    ...(operators === undefined ? {} : { operators }),
    ...(report.compilerVersion === undefined ? {} : { compilerVersion: report.compilerVersion }),
    findings: [
      ...(different === undefined ? [] : [differenceFinding(different)]),
      ...strangers(report),
    ],
    summary: summarize(report, operators),
  };
}

/** `dlpu said dlpu, the compiler cpu: #4 ADD, #9 ADD`. */
function compareOperators(
  reported: readonly OperatorPlacement[],
  predicted: readonly OperatorPlacement[],
): string | undefined {
  const different = reported.filter(
    ({ index, placement }) => predicted[index]?.placement !== placement,
  );
  if (different.length === 0) return undefined;
  const list = (unit: OperatorPlacement["placement"]): string => {
    const names = different.filter(({ placement }) => placement === unit);
    if (names.length === 0) return "";
    const shown = names.slice(0, 5).map(({ index, name }) => `#${index} ${name}`);
    const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
    return `on the ${unit === "dlpu" ? "DLPU" : "CPU"}, unlike predicted: ${shown.join(", ")}${more}`;
  };
  return [list("dlpu"), list("cpu")].filter((text) => text !== "").join("; ");
}

/** Where operators cannot be told apart, their numbers by name still can. */
function compareCounts(
  { rows }: EdgeTpuReport,
  predicted: readonly OperatorPlacement[],
): string | undefined {
  if (rows.length === 0) return undefined;
  const names = [...new Set([...rows, ...predicted].map(({ name }) => name))].sort();
  const differences = names.flatMap((name) => {
    const mapped = rows
      .filter((row) => row.name === name && findStatus(row.status)?.isMapped === true)
      .reduce((sum, { count }) => sum + count, 0);
    const expected = predicted.filter(
      (one) => one.name === name && one.placement === "dlpu",
    ).length;
    return mapped === expected ? [] : `${mapped} ${name} mapped, ${expected} predicted`;
  });
  return differences.length === 0 ? undefined : differences.join("; ");
}

function differenceFinding(evidence: string): Finding {
  return {
    code: REPORTED_BY_COMPILER,
    severity: "warning",
    subject: {},
    evidence,
    remedy:
      "The compiler decides, and dlpu's rules are wrong here: please report it to dlpu with the model and the log. Look at the compiler's status of these operators in its log.",
    source: SOURCE,
  };
}

/** A status that no public log has: quoted, so that somebody can tell us what it means. */
function strangers({ rows }: EdgeTpuReport): Finding[] {
  return rows
    .filter(({ status }) => findStatus(status) === undefined)
    .map(({ name, count, status }) => ({
      code: "A7-COMPILE-STATUS",
      severity: "info",
      subject: {},
      evidence: `${count} ${name}: ${status}`,
      remedy: "dlpu does not know this status: please report it with the model and the log.",
      source: SOURCE,
    }));
}

function summarize(
  report: EdgeTpuReport,
  operators: readonly OperatorPlacement[] | undefined,
): string[] {
  const lines = [
    mappedLine(report, operators),
    report.subgraphs === undefined ? "" : `${report.subgraphs} Edge TPU subgraph(s)`,
    memoryLine("parameters on the chip", report.onChipUsedBytes),
    memoryLine("parameters streamed for each inference", report.offChipBytes),
  ];
  return lines.filter((line) => line !== "");
}

/** The compiled file counts; the report says how many were mapped only where some were not. */
function mappedLine(
  { operations, onEdgeTpu = operations }: EdgeTpuReport,
  operators: readonly OperatorPlacement[] | undefined,
): string {
  if (operators !== undefined) {
    const mapped = operators.filter(({ placement }) => placement === "dlpu").length;
    return `reported: ${mapped} of ${countOf(operators.length, "operator")} mapped`;
  }
  return operations === undefined
    ? ""
    : `reported: ${onEdgeTpu ?? 0} of ${countOf(operations, "operator")} mapped`;
}

function memoryLine(what: string, bytes: number | undefined): string {
  return bytes === undefined ? "" : `${(bytes / 1024 ** 2).toFixed(2)} MiB of ${what}`;
}
