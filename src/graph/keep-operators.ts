import { indexGraph } from "./graph-index.ts";
import type { Graph, Operator, Tensor } from "./graph.ts";

/**
 * The main graph without some of its operators, which nothing that stays may read from.
 *
 * Its outputs are what the removed operators read, and the outputs that stay, in the order in which the original
 * outputs need them.
 */
export function withoutOperators(graph: Graph, removed: ReadonlySet<Operator>): Graph {
  const [main, ...others] = graph.subgraphs;
  if (main === undefined) return graph;
  const { producerOf } = indexGraph(main);
  const outputs = new Set<Tensor>();
  const seen = new Set<Tensor | undefined>();
  // The next one to look at stands last.
  const open: (Tensor | undefined)[] = main.outputs.toReversed();
  while (open.length > 0) {
    const tensor = open.pop();
    const producer = tensor && producerOf(tensor);
    if (tensor === undefined || producer === undefined || seen.has(tensor)) continue;
    seen.add(tensor);
    if (removed.has(producer)) for (const input of producer.inputs.toReversed()) open.push(input);
    else outputs.add(tensor);
  }
  const kept = main.operators.filter((operator) => !removed.has(operator));
  const operators = kept.map((operator, index) => ({ ...operator, index }));
  const shortened = { ...main, operators, outputs: [...outputs] };
  return { ...graph, subgraphs: [shortened, ...others], signatures: [] };
}
