import { constantInts } from "../graph/constant-values.ts";
import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import { optionsOf } from "../graph/options-of.ts";
import { withoutConversions } from "./mixed-output.ts";
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
  const turned = findTurned(output, graph);
  const join = findJoin(turned?.source ?? output, graph);
  if (join === undefined) return [];
  const axis = turned === undefined ? join.axis : turned.order.indexOf(join.axis);
  let end = 0;
  return listLeaves(join, graph).map(({ name, size }) => {
    const start = end;
    end += size;
    return { name, axis, start, end };
  });
}

/** The last TRANSPOSE before an output: `order[i]` is the source's axis that became axis i. */
function findTurned(output: Tensor, graph: Graph) {
  const operator = makerOf(output, graph);
  if (operator?.name !== "TRANSPOSE") return undefined;
  const [source, order] = [operator.inputs[0], constantInts(operator.inputs[1])];
  return source === undefined || order === undefined ? undefined : { source, order };
}

interface Join {
  readonly operator: Operator;
  /** From 0. */
  readonly axis: number;
}

function findJoin(tensor: Tensor, graph: Graph): Join | undefined {
  const operator = makerOf(tensor, graph);
  const options = operator && optionsOf(operator, "Concatenation");
  const rank = tensor.shape?.length;
  if (operator === undefined || options === undefined || rank === undefined) return undefined;
  return { operator, axis: options.axis < 0 ? options.axis + rank : options.axis };
}

/** The operator that computes a tensor, through conversions. */
function makerOf(tensor: Tensor, graph: Graph): Operator | undefined {
  return contextOf(graph).index.producerOf(withoutConversions(tensor, graph));
}

interface Leaf {
  readonly name: string;
  /** How much of the join's axis it takes. */
  readonly size: number;
}

/** What a join joins, in order; none where a size is not known. */
function listLeaves(join: Join, graph: Graph): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const left = join.operator.inputs.toReversed();
  for (let tensor = left.pop(); tensor !== undefined; tensor = left.pop()) {
    const inner = findJoin(tensor, graph);
    const size = tensor.shape?.[join.axis];
    if (inner?.axis === join.axis) left.push(...inner.operator.inputs.toReversed());
    else if (typeof size === "number")
      leaves.push({ name: withoutConversions(tensor, graph).name, size });
    else return [];
  }
  return leaves;
}
