import { type GraphIndex, indexGraph } from "../graph/graph-index.ts";
import type { Graph, Operator, Subgraph } from "../graph/graph.ts";
import { type OperatorNote, violationOf } from "./evidence.ts";
import type { Severity } from "../result/finding.ts";
import { oncePerObject } from "./once-per-object.ts";
import type { OperatorPlacement } from "../result/placement.ts";
import type { Rule } from "./rule.ts";
import { findUnknown, UNKNOWN_OPERATOR_CODE } from "./unknown-operator.ts";

/** A reason for which an operator leaves the DLPU. */
export interface OperatorConstraint {
  /** Stable rule code, such as `A9-CONV-003`. */
  readonly code: string;
  /** When the operator leaves the DLPU, in one sentence. */
  readonly condition: string;
  /** What happens on the camera then. */
  readonly why: string;
  /** What the user can do: a converter's flag, a change of code, a replacement. */
  readonly remedy: string;
  /** URL or document and the day it was read. */
  readonly source: string;
  /** The numbers that break the constraint; `undefined` where the operator keeps it. */
  readonly violated: (operator: Operator, context: OperatorContext) => string | undefined;
}

/** Where an operator stands. */
export interface OperatorContext {
  readonly graph: Graph;
  readonly subgraph: Subgraph;
  readonly index: GraphIndex;
}

/** What a soc's DLPU takes, by operator. Placement, findings and the documentation are derived from it. */
export interface OperatorTable {
  /** Apply to every listed operator. */
  readonly general: readonly OperatorConstraint[];
  /** By the operator's name in TFLite's schema; an empty list is an operator without constraints of its own. */
  readonly byName: ReadonlyMap<string, readonly OperatorConstraint[]>;
  /** For operators that `byName` lacks. */
  readonly unlisted: Omit<OperatorConstraint, "violated">;
}

/** A constraint that an operator breaks, and the numbers. */
export interface BrokenConstraint {
  readonly code: string;
  readonly evidence: string;
}

/** Placement of each operator of the first subgraph: on the DLPU if it is listed, known and breaks no constraint. */
export function placeByTable(graph: Graph, table: OperatorTable): readonly OperatorPlacement[] {
  return judge(graph, table).map(({ operator: { index, name }, broken }) => ({
    index,
    name,
    placement: broken.length === 0 ? "dlpu" : "cpu",
    reasons: [...new Set(broken.map(({ code }) => code))],
  }));
}

/** Every constraint of the table that the operator breaks, general ones first; empty if the DLPU takes it. */
export function findBroken(
  operator: Operator,
  table: OperatorTable,
  context: OperatorContext,
): readonly BrokenConstraint[] {
  const unknown = findUnknown(operator);
  if (unknown !== undefined) return [{ code: UNKNOWN_OPERATOR_CODE, evidence: unknown }];
  const own = table.byName.get(operator.name);
  if (own === undefined) return [{ code: table.unlisted.code, evidence: "" }];
  return [...table.general, ...own].flatMap(({ code, violated }) => {
    const evidence = violated(operator, context);
    return evidence === undefined ? [] : [{ code, evidence }];
  });
}

/** The table's constraints as rules, each finding naming all operators that break it. */
export function rulesOfTable(
  table: OperatorTable,
  severity: Severity = "warning",
): readonly Rule[] {
  const brokenIn = oncePerObject((graph: Graph) => groupBroken(graph, table));
  return [table.unlisted, ...distinctConstraints(table)].map(
    ({ code, condition, why, remedy, source }) => ({
      ...{ code, condition, why, remedy, source, severity },
      format: "tflite",
      find: (graph) => violationOf(brokenIn(graph).get(code) ?? []),
    }),
  );
}

/** Every constraint of a table once, in order of appearance: one that several operators share has one code. */
export function distinctConstraints(table: OperatorTable): readonly OperatorConstraint[] {
  const all = [...table.general, ...[...table.byName.values()].flat()];
  return all.filter(({ code }, i) => all.findIndex((other) => other.code === code) === i);
}

/** The first subgraph with its index. */
export const contextOf = oncePerObject((graph: Graph): OperatorContext => {
  const [subgraph] = graph.subgraphs;
  if (subgraph === undefined) throw new RangeError("A graph has at least one subgraph.");
  return { graph, subgraph, index: indexGraph(subgraph) };
});

/** An operator with what it breaks. */
interface Judgement {
  readonly operator: Operator;
  readonly broken: readonly BrokenConstraint[];
}

const judges = new WeakMap<OperatorTable, (graph: Graph) => readonly Judgement[]>();

/** Every operator of the first subgraph judged by a table, once a graph: placement and all findings ask for it. */
function judge(graph: Graph, table: OperatorTable): readonly Judgement[] {
  const known = judges.get(table) ?? oncePerObject((one: Graph) => judgeOperators(one, table));
  judges.set(table, known);
  return known(graph);
}

function judgeOperators(graph: Graph, table: OperatorTable): readonly Judgement[] {
  const context = contextOf(graph);
  return context.subgraph.operators.map((operator) => ({
    operator,
    broken: findBroken(operator, table, context),
  }));
}

/** By code, the operators that break the constraint. */
function groupBroken(graph: Graph, table: OperatorTable): ReadonlyMap<string, OperatorNote[]> {
  const groups = new Map<string, OperatorNote[]>();
  for (const { operator, broken } of judge(graph, table)) {
    for (const { code, evidence } of broken) {
      const group = groups.get(code) ?? [];
      if (group.at(-1)?.operator !== operator) group.push({ operator, note: evidence });
      groups.set(code, group);
    }
  }
  return groups;
}
