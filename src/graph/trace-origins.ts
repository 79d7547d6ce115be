import type { Operator, Subgraph, Tensor } from "./graph.ts";

/** Where a tensor's values come from. */
export interface Origin {
  /** The tensor that the values first stood in. */
  readonly tensor: Tensor;
  /** What computed it; `undefined` for inputs and constants. */
  readonly operator: Operator | undefined;
}

/**
 * Sees through operators that only hand their first input on.
 *
 * One walk in the order of execution answers for every tensor, however long the chains are.
 *
 * @param passed names of the operators that are seen through.
 */
export function traceOrigins(
  { operators }: Subgraph,
  passed: ReadonlySet<string>,
): (tensor: Tensor) => Origin {
  const origins = new Map<Tensor, Origin>();
  const originOf = (tensor: Tensor): Origin =>
    origins.get(tensor) ?? { tensor, operator: undefined };
  for (const operator of operators) {
    const [first] = operator.inputs;
    for (const output of operator.outputs) {
      if (output === undefined || origins.has(output)) continue;
      const isPassed = first !== undefined && passed.has(operator.name);
      origins.set(output, isPassed ? originOf(first) : { tensor: output, operator });
    }
  }
  return originOf;
}
