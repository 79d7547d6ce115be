import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import { withoutOperators } from "../graph/keep-operators.ts";
import { withoutConversions } from "./mixed-output.ts";
import { contextOf } from "./operator-table.ts";
import type { OperatorPlacement } from "../result/placement.ts";
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

/** Placements that are tried before all of the tail counts as cut off: real tails take two or three. */
const MAX_TRIALS = 64;

/**
 * Plans where to cut a decode tail, the operators after the last convolution or dense layer.
 *
 * What the DLPU does not take is cut off with all that works on its results, and the rest is placed anew, until all that
 * is left runs on the DLPU. So an operator that makes a compiler refuse the whole file is found as well. `undefined`
 * where a cut gains nothing.
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
  const removed = new TailTrial(graph, tail, place).findUntaken();
  removeUnnamed(graph, tail, removed, isNamed);
  const shortened = withoutOperators(graph, removed);
  const counted = tail.filter((operator) => removed.has(operator) && !isConversion(operator));
  if (borderOf(graph, removed).some((tensor) => !isNamed(tensor))) return undefined;
  const isEnough = counted.length >= MIN_REMOVED || counted.some(isDetectionPostprocess);
  const runsOnDlpu = place(shortened).some(({ placement }) => placement === "dlpu");
  if (!isEnough || !runsOnDlpu || outputsOf(shortened) === 0) return undefined;
  return { removed: counted, shortened };
}

/** Tries what a tail would be like without what the DLPU does not take. */
class TailTrial {
  readonly #graph: Graph;
  readonly #tail: readonly Operator[];
  readonly #place: Place;

  constructor(graph: Graph, tail: readonly Operator[], place: Place) {
    this.#graph = graph;
    this.#tail = tail;
    this.#place = place;
  }

  /** The operators of the tail that the DLPU does not take, and all that work on their results. */
  findUntaken(): Set<Operator> {
    let removed = new Set<Operator>();
    for (let trial = 0; trial < MAX_TRIALS; trial += 1) {
      const untaken = this.#untakenWithout(removed);
      if (untaken.length === 0) return removed;
      removed = this.#withReaders(new Set([...removed, ...untaken]));
    }
    return new Set(this.#tail);
  }

  /** Those that run on the CPU; where all of the file does, the one that makes a compiler refuse it. */
  #untakenWithout(removed: ReadonlySet<Operator>): readonly Operator[] {
    const taken = this.#takenWithout(removed);
    if (taken.size > 0) {
      return this.#tail.filter(
        (operator) => !removed.has(operator) && !isConversion(operator) && !taken.has(operator),
      );
    }
    return this.#findRefused(this.#tail.filter((operator) => !removed.has(operator)));
  }

  /** The first operator with which nothing is taken any more, by bisection; all where that is so without any. */
  #findRefused(left: readonly Operator[]): readonly Operator[] {
    const isRefused = (count: number): boolean => {
      const kept = new Set(left.slice(0, count));
      return this.#takenWithout(new Set(this.#tail.filter((one) => !kept.has(one)))).size === 0;
    };
    if (isRefused(0)) return left;
    let [sound, refused] = [0, left.length];
    while (refused - sound > 1) {
      const middle = Math.floor((sound + refused) / 2);
      if (isRefused(middle)) refused = middle;
      else sound = middle;
    }
    return left.slice(refused - 1, refused);
  }

  #takenWithout(removed: ReadonlySet<Operator>): ReadonlySet<Operator> {
    const operators = this.#graph.subgraphs[0]?.operators ?? [];
    const kept = operators.filter((operator) => !removed.has(operator));
    const placements = this.#place(withoutOperators(this.#graph, removed));
    return new Set(kept.filter((_, position) => placements[position]?.placement === "dlpu"));
  }

  /** Operators stand in the order in which they read each other. */
  #withReaders(removed: Set<Operator>): Set<Operator> {
    for (const operator of this.#tail) {
      if (readsFrom(operator, removed, this.#graph)) removed.add(operator);
    }
    return removed;
  }
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
  const { index } = contextOf(graph);
  const inTail = new Set(tail);
  // A set yields what is added to it while it is walked.
  for (const operator of removed) {
    const readers = operator.outputs.flatMap(
      (tensor) => (tensor && index.consumersOf(tensor)) ?? [],
    );
    for (const reader of readers) removed.add(reader);
    for (const input of operator.inputs) {
      if (input === undefined || index.isOutput(input)) continue;
      const origin = withoutConversions(input, graph);
      const maker = index.producerOf(origin);
      if (maker !== undefined && inTail.has(maker) && !isNamed(origin)) removed.add(maker);
    }
  }
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

function outputsOf({ subgraphs }: Graph): number {
  return subgraphs[0]?.outputs.length ?? 0;
}
