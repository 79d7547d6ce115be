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
  const seen = new Set<Tensor>();
  const end = (tensor: Tensor): void => {
    if (seen.has(tensor)) return;
    seen.add(tensor);
    const producer = producerOf(tensor);
    if (producer === undefined) return;
    if (!removed.has(producer)) outputs.add(tensor);
    else for (const input of producer.inputs) if (input !== undefined) end(input);
  };
  main.outputs.forEach(end);
  const kept = main.operators.filter((operator) => !removed.has(operator));
  const operators = kept.map((operator, index) => ({ ...operator, index }));
  const shortened = { ...main, operators, outputs: [...outputs] };
  return { ...graph, subgraphs: [shortened, ...others], signatures: [] };
}
