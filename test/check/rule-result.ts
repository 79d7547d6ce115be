import type { CheckContext, Rule } from "../../src/check/rule.ts";
import type { Severity } from "../../src/result/finding.ts";
import type { Graph } from "../../src/graph/graph.ts";

/** What a rule says of a graph, as `severity: evidence`; empty where it says nothing. */
export function say(
  rule: Rule,
  graph: Graph,
  context: CheckContext = { axisOs: undefined },
): string[] {
  return rule
    .find(graph, context)
    .map(({ severity = rule.severity, evidence }) => `${severity satisfies Severity}: ${evidence}`);
}
