import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import type { OperatorPlacement, Unit } from "../result/placement.ts";

/** A set of operators that TFLite runs in one go on one unit. */
export interface Partition {
  readonly unit: Unit;
  /** In the file's order; not always neighbours, for branches that do not depend on each other share a partition. */
  readonly operators: readonly Operator[];
}

/**
 * Divides operators between DLPU and CPU as TFLite does for a delegate, in order of execution.
 *
 * Units take turns; each takes all operators of its own whose inputs are there by then. So an operator stands in the
 * earliest turn of its unit that is not before any of its inputs.
 *
 * Source: tflite/graph_info.cc, PartitionGraphIntoIndependentNodeSubsets, of https://github.com/google-ai-edge/LiteRT
 * (read 2026-11-22).
 */
export function planPartitions(
  operators: readonly Operator[],
  placements: readonly OperatorPlacement[],
): readonly Partition[] {
  const turnOf = new Map<Tensor, number>();
  const turns: { readonly unit: Unit; readonly operators: Operator[] }[] = [];
  for (const [position, operator] of operators.entries()) {
    const unit = placements[position]?.placement ?? "cpu";
    const ready = latestTurn(operator, turnOf);
    const turn = (turns[ready]?.unit ?? unit) === unit ? ready : ready + 1;
    turns[turn] ??= { unit, operators: [] };
    turns[turn].operators.push(operator);
    for (const tensor of operator.outputs) if (tensor !== undefined) turnOf.set(tensor, turn);
  }
  return turns;
}

/** How many pieces the DLPU takes. */
export function countSegments(graph: Graph, placements: readonly OperatorPlacement[]): number {
  const partitions = planPartitions(graph.subgraphs[0]?.operators ?? [], placements);
  return partitions.filter(({ unit }) => unit === "dlpu").length;
}

/** The turn in which the last of the operator's inputs is computed; 0 for a model's inputs and constants. */
function latestTurn({ inputs }: Operator, turnOf: ReadonlyMap<Tensor, number>): number {
  return inputs.reduce((latest, tensor) => {
    const turn = tensor === undefined ? 0 : (turnOf.get(tensor) ?? 0);
    return Math.max(latest, turn);
  }, 0);
}
