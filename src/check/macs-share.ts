import type { Graph, Operator } from "../graph/graph.ts";
import { countMacs, countTotalMacs } from "../graph/macs.ts";
import { listOperators, type OperatorNote, subjectOf } from "./evidence.ts";
import { contextOf } from "./operator-table.ts";
import type { Violation } from "./rule.ts";
import { countOf } from "../words/numbers.ts";

/**
 * One violation for operators that advice is about, led by their share of the first subgraph's multiply-accumulates:
 * a reader sees at once what following it is worth.
 */
export function adviceOf(graph: Graph, notes: readonly OperatorNote[]): readonly Violation[] {
  const [first] = notes;
  if (first === undefined) return [];
  const share = renderShare(
    notes.map(({ operator }) => operator),
    contextOf(graph).subgraph.operators,
  );
  const count = countOf(notes.length, "operator");
  return [
    { subject: subjectOf(first.operator), evidence: `${count}${share}: ${listOperators(notes)}` },
  ];
}

/** ` with 34 % of the MACs`, or nothing where a shape that the count needs is unknown. */
function renderShare(some: readonly Operator[], all: readonly Operator[]): string {
  const total = countTotalMacs(all);
  if (total === undefined || total === 0) return "";
  const part = some.reduce((sum, operator) => sum + (countMacs(operator) ?? 0), 0);
  return ` with ${Math.round((100 * part) / total)} % of the MACs`;
}
