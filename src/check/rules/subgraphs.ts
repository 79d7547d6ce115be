import type { Graph, Operator, Subgraph } from "../../graph/graph.ts";
import { listSome, quoteName } from "../evidence.ts";
import type { Rule, Violation } from "../rule.ts";

export const uncalledSubgraphs: Rule = {
  code: "AX-FMT-008",
  severity: "warning",
  condition:
    "The file has functions besides its first, such as those of other signatures, that the first never calls.",
  why: "TFLite runs the first; larod has no way to ask for another by its signature. The others take room, and what this report says is about the first.",
  remedy:
    "Export one concrete function a file (TFLiteConverter.from_concrete_functions([f])), the one that the application runs.",
  source:
    "https://github.com/google-ai-edge/LiteRT/blob/7836b76/tflite/core/interpreter.h, primary_subgraph (read 2026-11-23)",
  format: "tflite",
  find: findUncalled,
};

function findUncalled(graph: Graph): readonly Violation[] {
  const called = new Set<number>();
  follow(graph, 0, called);
  const uncalled = graph.subgraphs.filter(({ index }) => !called.has(index));
  if (uncalled.length === 0) return [];
  const names = listSome(uncalled.map((subgraph) => nameOf(subgraph, graph)));
  const evidence = `${uncalled.length} of ${graph.subgraphs.length} subgraphs: ${names}`;
  return [{ subject: {}, evidence }];
}

function follow(graph: Graph, index: number, called: Set<number>): void {
  if (called.has(index)) return;
  called.add(index);
  for (const operator of graph.subgraphs[index]?.operators ?? []) {
    for (const body of bodiesOf(operator, graph)) follow(graph, body, called);
  }
}

/** The schema calls them `thenSubgraphIndex`, `bodySubgraphIndex`, `subgraph` and the like. */
function bodiesOf({ options }: Operator, graph: Graph): readonly number[] {
  if (options.kind === "Unread") return graph.subgraphs.map(({ index }) => index); // It may name any.
  return Object.entries(options).flatMap(([field, value]: [string, unknown]) =>
    /subgraph/iu.test(field) && typeof value === "number" ? [value] : [],
  );
}

/** By its signature, which is what its author named. */
function nameOf({ index, name }: Subgraph, { signatures }: Graph): string {
  const signature = signatures.find(({ subgraphIndex }) => subgraphIndex === index);
  if (signature !== undefined) return `signature ${quoteName(signature.key)}`;
  return `#${index}${name === "" ? "" : ` ${quoteName(name)}`}`;
}
