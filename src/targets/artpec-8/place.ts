import { placeByTable } from "../../check/operator-table.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Graph } from "../../graph/graph.ts";
import { ARTPEC_8_TABLE } from "./delegate/table.ts";

/** Which operators the delegate takes: each is judged alone, without a look at its neighbours. */
export function placeOnArtpec8(graph: Graph): readonly OperatorPlacement[] {
  return placeByTable(graph, ARTPEC_8_TABLE);
}
