import { placeByTable } from "../../check/operator-table.ts";
import { oncePerGraph } from "../../check/once-per-graph.ts";
import type { OperatorPlacement } from "../../check/placement.ts";
import type { Graph } from "../../graph/graph.ts";
import { ARTPEC_8_TABLE } from "./delegate/table.ts";

/** Which operators the delegate takes: each is judged alone, without a look at its neighbours. */
export const placeOnArtpec8: (graph: Graph) => readonly OperatorPlacement[] = oncePerGraph(
  (graph: Graph) => placeByTable(graph, ARTPEC_8_TABLE),
);
