import { describe, expect, it } from "vitest";
import { uncalledSubgraphs } from "../../src/check/rules/subgraphs.ts";
import type { Graph, Operator, Subgraph } from "../../src/graph/graph.ts";
import { graphOf, operator, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 8]);
const result = tensor("result", [1, 8]);
const relu = operator("RELU", [image], [result]);

function subgraph(index: number, name: string, operators: readonly Operator[] = []): Subgraph {
  return { index, name, tensors: [], inputs: [], outputs: [], operators };
}

function fileOf(first: Operator, others: readonly Subgraph[], parts: Partial<Graph> = {}): Graph {
  const graph = graphOf([first], { inputs: [image], outputs: [result] });
  return { ...graph, ...parts, subgraphs: [...graph.subgraphs, ...others] };
}

const branch = operator("IF", [image], [result], {
  options: { kind: "If", thenSubgraphIndex: 1, elseSubgraphIndex: 2 },
});
const call = operator("CALL_ONCE", [], [], { options: { kind: "CallOnce", initSubgraphIndex: 3 } });

describe("subgraphs", () => {
  it("that nothing calls are named by their signature, else by their own name", () => {
    const signatures = [{ key: "train", subgraphIndex: 1, inputs: [], outputs: [] }];
    const graph = fileOf(relu, [subgraph(1, "while_body"), subgraph(2, "rest")], { signatures });
    expect(say(uncalledSubgraphs, graph)).toEqual([
      'warning: 2 of 3 subgraphs: signature "train"; #2 "rest"',
    ]);
  });

  it("are fine where the first calls them, through others too", () => {
    const bodies = [subgraph(1, "then", [call]), subgraph(2, "else"), subgraph(3, "init")];
    expect(say(uncalledSubgraphs, fileOf(branch, bodies))).toEqual([]);
    expect(say(uncalledSubgraphs, fileOf(relu, []))).toEqual([]);
  });

  it("are given the benefit of the doubt by operators whose options are not read", () => {
    const unread = operator("STABLEHLO_REDUCE", [image], [result], {
      options: { kind: "Unread", union: 2, type: 10 },
    });
    expect(say(uncalledSubgraphs, fileOf(unread, [subgraph(1, "reducer")]))).toEqual([]);
  });
});
