import type { Graph } from "../graph/graph.ts";

/** The same derivation, made once a graph: many rules ask the same question of the same file. */
export function oncePerGraph<T extends object>(derive: (graph: Graph) => T): (graph: Graph) => T {
  const results = new WeakMap<Graph, T>();
  return (graph) => {
    const known = results.get(graph);
    if (known !== undefined) return known;
    const result = derive(graph);
    results.set(graph, result);
    return result;
  };
}
