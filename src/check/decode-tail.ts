import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import { withoutOperators } from "../graph/keep-operators.ts";
import { withoutConversions } from "./mixed-output.ts";
import { contextOf } from "./operator-table.ts";
import type { OperatorPlacement } from "./placement.ts";
import { isDetectionPostprocess } from "./rules/format.ts";
import { decodeTailOf } from "./rules/network-shape.ts";

export type Place = (graph: Graph) => readonly OperatorPlacement[];

/** What a model would be without the operators of its tail that keep the DLPU from ending in one go. */
export interface CutTail {
  /**
   * What is cut off, in the file's order: what the DLPU does not take, and all that works on its results. Without
   * conversions, which are written anew at the new outputs.
   */
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
export function findTailToCut(
  graph: Graph,
  place: Place,
  isNamed: (tensor: Tensor) => boolean = () => true,
): CutTail | undefined {
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
  removeUnnamed(graph, tail, removed, isNamed);
  const shortened = withoutOperators(graph, removed);
  const counted = tail.filter((operator) => removed.has(operator) && !isConversion(operator));
  if (borderOf(graph, removed).some((tensor) => !isNamed(tensor))) return undefined;
  const isEnough = counted.length >= MIN_REMOVED || counted.some(isDetectionPostprocess);
  const runsOnDlpu = place(shortened).some(({ placement }) => placement === "dlpu");
  if (!isEnough || !runsOnDlpu || outputsOf(shortened) === 0) return undefined;
  return { removed: counted, shortened };
}

function isConversion({ name }: Operator): boolean {
  return name === "QUANTIZE" || name === "DEQUANTIZE";
}

/** Extends what is cut off until the model can be cut at every tensor of the border. */
function removeUnnamed(
  graph: Graph,
  tail: readonly Operator[],
  removed: Set<Operator>,
  isNamed: (tensor: Tensor) => boolean,
): void {
  const unnamed = new Set(borderOf(graph, removed).filter((tensor) => !isNamed(tensor)));
  const before = removed.size;
  for (const operator of tail) {
    const makesUnnamed = operator.outputs.some((tensor) => tensor && unnamed.has(tensor));
    if (makesUnnamed || readsFrom(operator, removed, graph)) removed.add(operator);
  }
  if (removed.size > before) removeUnnamed(graph, tail, removed, isNamed);
}

/** The tensors that a cut makes outputs, without those that are outputs anyway. */
function borderOf(graph: Graph, removed: ReadonlySet<Operator>): readonly Tensor[] {
  const shortened = withoutOperators(graph, removed);
  const own = new Set(graph.subgraphs[0]?.outputs);
  return (shortened.subgraphs[0]?.outputs ?? [])
    .filter((output) => !own.has(output))
    .map((output) => withoutConversions(output, shortened));
}

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
  if (isConversion(operator)) return true;
  const shortened = withoutOperators(graph, removed);
  const position = shortened.subgraphs[0]?.operators.findIndex(
    ({ outputs }) => outputs[0] === operator.outputs[0],
  );
  return place(shortened)[position ?? -1]?.placement === "dlpu";
}

function outputsOf({ subgraphs }: Graph): number {
  return subgraphs[0]?.outputs.length ?? 0;
}
