import type { OperatorNote } from "../../../check/evidence.ts";
import { adviceOf } from "../../../check/macs-share.ts";
import { contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import { decodeTailOf } from "../../../check/rules/network-shape.ts";
import { AXIS_A9_TIPS } from "../../../check/rules/sources.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";
import { fusedActivationOf } from "../../../graph/options-of.ts";
import { ARTPEC_9_TABLE } from "../ethos-n/table.ts";

/** Activations that stand as operators of their own; SiLU is a LOGISTIC and a MUL. */
const COSTLY: ReadonlySet<string> = new Set([
  ...["LEAKY_RELU", "LOGISTIC", "TANH", "HARD_SWISH", "ELU", "GELU", "PRELU"],
]);

export const otherActivations: Rule = {
  code: "AX-OP-932",
  severity: "info",
  condition: "A layer within the network has another activation than RELU or RELU6.",
  why: "RELU6 costs nothing within a convolution; others are passes of their own (SiLU two), and HARD_SWISH, ELU, GELU and PRELU leave the DLPU.",
  remedy: "Train with ReLU6 (Ultralytics: `activation: nn.ReLU6()` in the model's YAML).",
  source: AXIS_A9_TIPS,
  format: "tflite",
  find: (graph) => adviceOf(graph, notesOf(graph)),
};

/**
 * Names the layers whose results are activated, as their share of the work says what the activation is worth.
 *
 * What comes after the last layer with weights is an output, not an activation between layers.
 */
function notesOf(graph: Graph): readonly OperatorNote[] {
  const { subgraph, index } = contextOf(graph);
  const tail = new Set(decodeTailOf(graph));
  return subgraph.operators.flatMap((operator): OperatorNote[] => {
    if (tail.has(operator)) return [];
    if (isFusedTanh(operator)) return [{ operator, note: "fused TANH" }];
    if (!COSTLY.has(operator.name)) return [];
    const layer = operator.inputs[0] && index.producerOf(operator.inputs[0]);
    return [{ operator: layer ?? operator, note: `followed by ${operator.name}` }];
  });
}

/** Recurrent layers, which the DLPU does not take, have a TANH by nature. */
function isFusedTanh(operator: Operator): boolean {
  return fusedActivationOf(operator) === "TANH" && ARTPEC_9_TABLE.byName.has(operator.name);
}
