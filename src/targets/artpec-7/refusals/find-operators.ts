import { violationOf } from "../../../check/evidence.ts";
import { contextOf } from "../../../check/operator-table.ts";
import type { Violation } from "../../../check/rule.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";

/** One violation for all operators of the first subgraph of which there is something to say; an empty text only names. */
export function findOperators(
  graph: Graph,
  describe: (operator: Operator) => string | undefined,
): readonly Violation[] {
  return violationOf(
    contextOf(graph).subgraph.operators.flatMap((operator) => {
      const note = describe(operator);
      return note === undefined ? [] : { operator, note };
    }),
  );
}
