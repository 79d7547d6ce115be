import type { Graph, Operator, Signature, Subgraph } from "../../graph/graph.ts";
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
  const called = findCalled(graph);
  const uncalled = graph.subgraphs.filter(({ index }) => !called.has(index));
  if (uncalled.length === 0) return [];
  const signatures = new Map(graph.signatures.map((one) => [one.subgraphIndex, one]));
  const names = listSome(
    uncalled.map((subgraph) => nameOf(subgraph, signatures.get(subgraph.index))),
  );
  const evidence = `${uncalled.length} of ${graph.subgraphs.length} subgraphs: ${names}`;
  return [{ subject: {}, evidence }];
}

function findCalled({ subgraphs }: Graph): ReadonlySet<number> {
  const called = new Set([0]);
  // A set yields what is added to it while it is walked.
  for (const index of called) {
    const operators = subgraphs[index]?.operators ?? [];
    if (operators.some(mayCallAny)) return new Set(subgraphs.keys());
    for (const body of operators.flatMap(bodiesOf)) called.add(body);
  }
  return called;
}

function mayCallAny({ options }: Operator): boolean {
  return options.kind === "Unread";
}

/** The schema calls them `thenSubgraphIndex`, `bodySubgraphIndex`, `subgraph` and the like. */
function bodiesOf({ options }: Operator): readonly number[] {
  return Object.entries(options).flatMap(([field, value]: [string, unknown]) =>
    /subgraph/iu.test(field) && typeof value === "number" ? [value] : [],
  );
}

/** By its signature, which is what its author named. */
function nameOf({ index, name }: Subgraph, signature: Signature | undefined): string {
  if (signature !== undefined) return `signature ${quoteName(signature.key)}`;
  return `#${index}${name === "" ? "" : ` ${quoteName(name)}`}`;
}
