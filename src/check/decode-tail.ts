import type { Graph, Operator } from "../graph/graph.ts";
import { withoutOperators } from "../graph/keep-operators.ts";
import { contextOf } from "./operator-table.ts";
import type { OperatorPlacement } from "./placement.ts";
import { isDetectionPostprocess } from "./rules/format.ts";
import { decodeTailOf } from "./rules/network-shape.ts";

export type Place = (graph: Graph) => readonly OperatorPlacement[];

/** What a model would be without the operators of its tail that keep the DLPU from ending in one go. */
export interface CutTail {
  /** What is cut off, in the file's order: what the DLPU does not take, and all that works on its results. */
  readonly removed: readonly Operator[];
  readonly shortened: Graph;
}

/** Fewer are not worth a change of the application; a classifier's SOFTMAX is no decoding. */
const MIN_REMOVED = 3;

/**
 * Plans where to cut a decode tail, the operators after the last convolution or dense layer.
 *
 * Each operator of the tail is tried on top of those kept so far: it stays where the DLPU takes it there. So an operator
 * that makes a compiler refuse the whole file is found as well. `undefined` where a cut gains nothing.
 */
export function findTailToCut(graph: Graph, place: Place): CutTail | undefined {
  const tail = decodeTailOf(graph);
  if (tail.length === 0 || place(graph).every(({ placement }) => placement === "dlpu")) {
    return undefined;
  }
  const removed = new Set(tail);
  for (const operator of tail) {
    if (readsFrom(operator, removed, graph)) continue;
    removed.delete(operator);
    if (!isTaken(operator, graph, removed, place)) removed.add(operator);
  }
  const shortened = withoutOperators(graph, removed);
  const counted = [...removed].filter(({ name }) => !CONVERSIONS.has(name));
  const isEnough = counted.length >= MIN_REMOVED || counted.some(isDetectionPostprocess);
  const runsOnDlpu = place(shortened).some(({ placement }) => placement === "dlpu");
  if (!isEnough || !runsOnDlpu || outputsOf(shortened) === 0) return undefined;
  return { removed: tail.filter((operator) => removed.has(operator)), shortened };
}

/** Conversions at a graph's edges are written anew for the new outputs. */
const CONVERSIONS: ReadonlySet<string> = new Set(["QUANTIZE", "DEQUANTIZE"]);

/** Whether an operator needs the result of one that is cut off. */
function readsFrom(operator: Operator, removed: ReadonlySet<Operator>, graph: Graph): boolean {
  const { index } = contextOf(graph);
  return operator.inputs.some((tensor) => {
    const producer = tensor && index.producerOf(tensor);
    return producer !== undefined && removed.has(producer);
  });
}

/** Whether the operator runs on the DLPU in the graph that ends with it. */
function isTaken(
  operator: Operator,
  graph: Graph,
  removed: ReadonlySet<Operator>,
  place: Place,
): boolean {
  if (CONVERSIONS.has(operator.name)) return true;
  const shortened = withoutOperators(graph, removed);
  const position = shortened.subgraphs[0]?.operators.findIndex(
    ({ outputs }) => outputs[0] === operator.outputs[0],
  );
  return place(shortened)[position ?? -1]?.placement === "dlpu";
}

function outputsOf({ subgraphs }: Graph): number {
  return subgraphs[0]?.outputs.length ?? 0;
}
