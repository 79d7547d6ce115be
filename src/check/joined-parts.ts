import { constantInts } from "../graph/constant-values.ts";
import type { GraphIndex } from "../graph/graph-index.ts";
import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import { optionsOf } from "../graph/options-of.ts";
import { CONVERSIONS } from "./mixed-output.ts";
import { contextOf } from "./operator-table.ts";

/** One of the tensors that are joined into an output, and where it stands in it. */
export interface JoinedPart {
  readonly name: string;
  /** The output's axis that the parts follow one another along. */
  readonly axis: number;
  /** From `start` up to and without `end`. */
  readonly start: number;
  readonly end: number;
}

/**
 * The tensors that a CONCATENATION joins into an output, joins along the same axis taken apart as well; none for an
 * output that is no join. Conversions and a TRANSPOSE behind the join are looked through.
 */
export function findJoinedParts(graph: Graph, output: Tensor): readonly JoinedPart[] {
  const { index } = contextOf(graph);
  const turned = findTurned(output, index);
  const join = findJoin(turned?.source ?? output, index);
  if (join === undefined) return [];
  const axis = turned === undefined ? join.axis : turned.order.indexOf(join.axis);
  let end = 0;
  return listLeaves(join, index).map(({ name, size }) => {
    const start = end;
    end += size;
    return { name, axis, start, end };
  });
}

/** The last TRANSPOSE before an output: `order[i]` is the source's axis that became axis i. */
function findTurned(output: Tensor, index: GraphIndex) {
  const operator = index.producerOf(beforeConversions(output, index));
  if (operator?.name !== "TRANSPOSE") return undefined;
  const [source, order] = [operator.inputs[0], constantInts(operator.inputs[1])];
  return source === undefined || order === undefined ? undefined : { source, order };
}

interface Join {
  readonly operator: Operator;
  /** From 0. */
  readonly axis: number;
}

function findJoin(tensor: Tensor, index: GraphIndex): Join | undefined {
  const operator = index.producerOf(beforeConversions(tensor, index));
  const options = operator && optionsOf(operator, "Concatenation");
  const rank = tensor.shape?.length;
  if (operator === undefined || options === undefined || rank === undefined) return undefined;
  return { operator, axis: options.axis < 0 ? options.axis + rank : options.axis };
}

function beforeConversions(tensor: Tensor, index: GraphIndex): Tensor {
  let found = tensor;
  for (;;) {
    const producer = index.producerOf(found);
    const [source] = producer?.inputs ?? [];
    if (source === undefined || !CONVERSIONS.has(producer?.name ?? "")) return found;
    found = source;
  }
}

interface Leaf {
  readonly name: string;
  /** How much of the join's axis it takes. */
  readonly size: number;
}

/** What a join joins, in order; none where a size is not known. */
function listLeaves(join: Join, index: GraphIndex): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const left = join.operator.inputs.toReversed();
  for (let tensor = left.pop(); tensor !== undefined; tensor = left.pop()) {
    const inner = findJoin(tensor, index);
    const size = tensor.shape?.[join.axis];
    if (inner?.axis === join.axis) left.push(...inner.operator.inputs.toReversed());
    else if (typeof size === "number")
      leaves.push({ name: beforeConversions(tensor, index).name, size });
    else return [];
  }
  return leaves;
}
