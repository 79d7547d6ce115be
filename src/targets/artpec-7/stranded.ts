import { oncePerObject } from "../../check/once-per-object.ts";
import { contextOf, type OperatorContext, placeByTable } from "../../check/operator-table.ts";
import type { Graph, Operator } from "../../graph/graph.ts";
import { EDGE_TPU_OPERATORS } from "./operators/edge-tpu-operators.ts";

/**
 * Operators that keep all constraints and yet depend on one behind which the mapped piece has ended, by index, each with
 * the nearest operator off the Edge TPU that it reads from.
 *
 * An unsupported operator ends the piece only if something was mapped before it, on its own way from the input.
 */
export const findStranded = oncePerObject((graph: Graph): ReadonlyMap<number, Operator> => {
  const context = contextOf(graph);
  const states = new Map<Operator, State>();
  const stranded = new Map<number, Operator>();
  for (const { index, placement } of placeByTable(graph, EDGE_TPU_OPERATORS)) {
    const operator = context.subgraph.operators[index];
    if (operator === undefined) continue;
    const producers = producersOf(operator, context);
    const border = producers.find((producer) => states.get(producer) === "behind");
    const isSupported = placement === "dlpu";
    if (isSupported && border !== undefined) stranded.set(index, border);
    const hasMapped = producers.some((producer) => states.get(producer) === "mapped");
    states.set(operator, nextState(isSupported, hasMapped, border !== undefined));
  }
  return stranded;
});

/** Seen from the input: still before the mapped piece, in it, or behind its end. */
type State = "before" | "mapped" | "behind";

function nextState(isSupported: boolean, readsMapped: boolean, readsBehind: boolean): State {
  if (readsBehind) return "behind";
  if (isSupported) return "mapped";
  return readsMapped ? "behind" : "before";
}

function producersOf({ inputs }: Operator, { index }: OperatorContext): readonly Operator[] {
  return inputs
    .map((tensor) => tensor && index.producerOf(tensor))
    .filter((producer) => producer !== undefined);
}
