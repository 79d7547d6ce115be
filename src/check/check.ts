import type { Graph } from "../graph/graph.ts";
import type { Finding, Severity } from "../result/finding.ts";
import { countSegments } from "./partition.ts";
import type { OperatorPlacement } from "../result/placement.ts";
import type { CompiledFile } from "./compiled-file.ts";
import type { CheckContext, Rule, Violation } from "./rule.ts";

/** What the rules of a target say of a graph. */
export interface CheckResult {
  /** Most severe first, then by rule code and operator. */
  readonly findings: readonly Finding[];
  /** By operator of the first subgraph; empty where the target has no public operator list. */
  readonly operators: readonly OperatorPlacement[];
  /** Pieces that the DLPU takes, as TFLite divides the operators; `undefined` where placement is not known. */
  readonly segments: number | undefined;
}

/** What the rules are run for: the part of a target that is about models. */
export interface Judge {
  /** The float form that its builds start from: NHWC `.tflite`, or static NCHW `.onnx`. */
  readonly form: "tflite" | "onnx";
  readonly rules: readonly Rule[];
  /** What its compiler makes; absent where that is an ordinary `.tflite` file, or there is none. */
  readonly compiled?: CompiledFile;
  /** Predicts the placement of each operator of the first subgraph; absent where no operator list is public. */
  readonly place?: (graph: Graph) => readonly OperatorPlacement[];
}

/** Runs a target's rules over a graph. Pure: the same graph and target give the same result. */
export function check(graph: Graph, target: Judge, context: CheckContext): CheckResult {
  const isBeforeConversion = graph.format === "onnx" && target.form === "tflite";
  // A placement is known for the form that the DLPU is given, not for what will be converted into it.
  const operators = graph.format === "tflite" ? target.place?.(graph) : undefined;
  const findings = target.rules
    .filter(({ format = graph.format }) => format === graph.format)
    .flatMap((rule) => rule.find(graph, context).map((violation) => findingOf(rule, violation)))
    .map((finding) => (isBeforeConversion ? markPrediction(finding) : finding));
  return {
    findings: findings.sort(bySeverity),
    operators: operators ?? [],
    segments: operators === undefined ? undefined : countSegments(graph, operators),
  };
}

/** A place where a rule fires, with what the rule says of it. */
export function findingOf(rule: Rule, violation: Violation): Finding {
  return {
    code: rule.code,
    severity: violation.severity ?? rule.severity,
    subject: violation.subject,
    evidence: violation.evidence,
    remedy: violation.remedy ?? rule.remedy,
    source: rule.source,
  };
}

function markPrediction(finding: Finding): Finding {
  return { ...finding, evidence: `predicted before conversion: ${finding.evidence}` };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function bySeverity(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compareCodes(a.code, b.code) ||
    (a.subject.operator ?? -1) - (b.subject.operator ?? -1)
  );
}

/** Codes are ASCII; loading a locale's order would take as long as all rules together. */
function compareCodes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
