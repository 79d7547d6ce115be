import type { Network } from "../../result/network.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Graph } from "../../graph/graph.ts";
import { countMacs, countTotalMacs } from "../../graph/macs.ts";
import { recognizeFamily } from "../../targets/zoo-families.ts";

/** Describes the network of a file. */
export function describeNetwork(graph: Graph): Network {
  const operators = graph.subgraphs[0]?.operators ?? [];
  return {
    macs: exact(countTotalMacs(operators)) ?? null,
    family: recognizeFamily(operators)?.title ?? null,
  };
}

/** Placements of a graph's operators with the multiply-accumulates of each. */
export function countMacsOf(
  graph: Graph,
  placements: readonly OperatorPlacement[],
): readonly OperatorPlacement[] {
  const operators = graph.subgraphs[0]?.operators ?? [];
  return placements.map((placement) => {
    const operator = operators[placement.index];
    const macs = exact(operator && countMacs(operator));
    return macs === undefined ? placement : { ...placement, macs };
  });
}

/** Shapes of a hostile file can multiply to more than a number holds exactly; such a count says nothing. */
function exact(count: number | undefined): number | undefined {
  return Number.isSafeInteger(count) ? count : undefined;
}
