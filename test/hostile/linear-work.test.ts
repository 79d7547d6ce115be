import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import { planCut } from "../../src/check/plan-cut.ts";
import { describeGraph } from "../../src/graph/describe-graph.ts";
import { findOrderFault } from "../../src/graph/execution-order.ts";
import type { Graph, Operator } from "../../src/graph/graph.ts";
import { TARGETS } from "../../src/targets/catalogue.ts";
import { LARGE_GRAPHS } from "../large-graphs.ts";

const SMALL = 400;
/** Twice the operators may take twice the looks, and the constant part of some. */
const MOST_GROWTH = 2.3;

describe("what is done with a graph", () => {
  for (const [name, build] of Object.entries(LARGE_GRAPHS)) {
    it(`looks twice as often at the operands of one twice as large: ${name}`, () => {
      const [small, large] = [countLooks(build(SMALL)), countLooks(build(2 * SMALL))];
      expect(small).toBeGreaterThan(SMALL);
      expect(large / small).toBeLessThan(MOST_GROWTH);
    });

    it(`needs no more stack for 12,000 operators: ${name}`, () => {
      expect(() => {
        judge(build(12_000));
      }).not.toThrow();
    });
  }
});

/** Everything that dlpu derives from a graph by itself. */
function judge(graph: Graph): void {
  for (const subgraph of graph.subgraphs) findOrderFault(subgraph);
  describeGraph(graph);
  for (const target of TARGETS) {
    check(graph, target, { axisOs: "10.6" });
    if (target.place !== undefined) planCut(graph, target.place, new Map());
  }
}

function countLooks(graph: Graph): number {
  let looks = 0;
  const counted = <T extends object>(operands: T): T =>
    new Proxy(operands, {
      get: (own, key, receiver): unknown => {
        looks += 1;
        return Reflect.get(own, key, receiver);
      },
    });
  const countOperands = (one: Operator): Operator => ({
    ...one,
    inputs: counted(one.inputs),
    outputs: counted(one.outputs),
  });
  const subgraphs = graph.subgraphs.map((subgraph) => ({
    ...subgraph,
    outputs: counted(subgraph.outputs),
    operators: subgraph.operators.map(countOperands),
  }));
  judge({ ...graph, subgraphs });
  return looks;
}
