import type { Operator, Subgraph, Tensor } from "./graph.ts";

/** Who writes and who reads each tensor of a subgraph. */
export interface GraphIndex {
  /** The operator that computes the tensor; `undefined` for inputs and constants. The first one if there are several. */
  readonly producerOf: (tensor: Tensor) => Operator | undefined;
  /** The operators that read the tensor, in execution order, each once. */
  readonly consumersOf: (tensor: Tensor) => readonly Operator[];
  readonly isInput: (tensor: Tensor) => boolean;
  readonly isOutput: (tensor: Tensor) => boolean;
}

export function indexGraph(subgraph: Subgraph): GraphIndex {
  const producers = new Map<Tensor, Operator>();
  const consumers = new Map<Tensor, Operator[]>();
  for (const operator of subgraph.operators) {
    for (const tensor of new Set(operator.inputs)) {
      if (tensor !== undefined) appendTo(consumers, tensor, operator);
    }
    for (const tensor of operator.outputs) {
      if (tensor !== undefined && !producers.has(tensor)) producers.set(tensor, operator);
    }
  }
  const inputs = new Set(subgraph.inputs);
  const outputs = new Set(subgraph.outputs);
  return {
    isInput: (tensor) => inputs.has(tensor),
    isOutput: (tensor) => outputs.has(tensor),
    producerOf: (tensor) => producers.get(tensor),
    consumersOf: (tensor) => consumers.get(tensor) ?? [],
  };
}

function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
