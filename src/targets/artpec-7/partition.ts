import { nameOf, violationOf } from "../../check/evidence.ts";
import { oncePerObject } from "../../check/once-per-object.ts";
import { contextOf, placeByTable } from "../../check/operator-table.ts";
import type { OperatorPlacement } from "../../result/placement.ts";
import type { Rule } from "../../check/rule.ts";
import type { Graph } from "../../graph/graph.ts";
import { isCompiled, placeCompiled } from "./compiled-file.ts";
import { EDGE_TPU_OPERATORS } from "./operators/edge-tpu-operators.ts";
import { REFUSALS } from "./refusals/refusals.ts";
import { COMPILED_PAIRS, edgetpuIssue } from "./sources.ts";
import { findStranded } from "./stranded.ts";
import { countOf } from "../../words/numbers.ts";

/**
 * Where edgetpu_compiler puts each operator of the first subgraph, without its flag `-a`.
 *
 * It maps one piece, by the flow of data and not by the order in the file. Unsupported operators in front of the piece
 * (a QUANTIZE of a float input) do not end it; behind it they end it for all operators that depend on them.
 */
export const placeOnEdgeTpu = oncePerObject((graph: Graph): readonly OperatorPlacement[] => {
  if (isCompiled(graph)) return placeCompiled(graph);
  const refusal = REFUSALS.find(({ find }) => find(graph, { axisOs: undefined }).length > 0);
  if (refusal !== undefined) return placeNothing(graph, refusal.code);
  const stranded = findStranded(graph);
  return placeByTable(graph, EDGE_TPU_OPERATORS).map((placement) =>
    stranded.has(placement.index)
      ? { ...placement, placement: "cpu", reasons: [strandedOperators.code] }
      : placement,
  );
});

function placeNothing(graph: Graph, code: string): readonly OperatorPlacement[] {
  return contextOf(graph).subgraph.operators.map(({ index, name }) => ({
    index,
    name,
    placement: "cpu",
    reasons: [code],
  }));
}

/** Operators that only their position keeps off the Edge TPU. */
export const strandedOperators: Rule = {
  code: "AX-OP-701",
  severity: "warning",
  format: "tflite",
  condition: "An operator that the Edge TPU takes depends on one that left it.",
  why: `The compiler maps one piece of the model and leaves the rest on the CPU: "More than one subgraph is not supported".`,
  remedy:
    "Replace or move the operators that the other findings name, or end the model before them. edgetpu_compiler -a maps further pieces as well, at the price of a transfer at each border: measure both.",
  source: `${COMPILED_PAIRS}; ${edgetpuIssue(461)}`,
  find: (graph) => {
    const { operators } = contextOf(graph).subgraph;
    const stranded = findStranded(graph);
    return violationOf(
      operators.flatMap((operator) => {
        const border = stranded.get(operator.index);
        return border === undefined ? [] : { operator, note: `behind ${nameOf(border)}` };
      }),
    );
  },
};

/** The model has nothing for the Edge TPU. */
export const nothingMapped: Rule = {
  code: "AX-OP-704",
  severity: "warning",
  format: "tflite",
  condition: "No operator of the model runs on the Edge TPU.",
  why: "If the file compiles at all, it runs at the CPU's speed.",
  remedy:
    "Remove what keeps the first operators off the Edge TPU, or ship the uncompiled file for larod's axis-a7-gpu-tflite or cpu-tflite.",
  source:
    "larod's list of backends in Axis' developer documentation, and https://github.com/google-coral/edgetpu/issues/708 (read 2026-11-22)",
  find: (graph) => {
    const placements = placeOnEdgeTpu(graph);
    const isMapped = placements.some(({ placement }) => placement === "dlpu");
    if (placements.length === 0 || isMapped) return [];
    return [{ subject: {}, evidence: `0 of ${countOf(placements.length, "operator")} mapped` }];
  },
};
