import { contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import { decodeTailOf } from "../../../check/rules/network-shape.ts";
import { AXIS_A9_TIPS } from "../../../check/rules/sources.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";
import { fusedActivationOf } from "../../../graph/options-of.ts";
import { type AdviceNote, adviceOf } from "./mac-share.ts";

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
  find: (graph) => adviceOf(notesOf(graph), contextOf(graph).subgraph.operators),
};

/** What comes after the last layer with weights is an output, not an activation between layers. */
function notesOf(graph: Graph): readonly AdviceNote[] {
  const { subgraph, index } = contextOf(graph);
  const tail = new Set(decodeTailOf(graph));
  return subgraph.operators.flatMap((operator): AdviceNote[] => {
    if (tail.has(operator)) return [];
    if (fusedActivationOf(operator) === "TANH") return [{ operator, note: "fused TANH" }];
    const producer = operator.inputs[0] && index.producerOf(operator.inputs[0]);
    return COSTLY.has(operator.name) ? [noteAfter(operator, producer)] : [];
  });
}

/** The work that counts is the layer's whose result it activates. */
function noteAfter(operator: Operator, layer: Operator | undefined): AdviceNote {
  return { operator, note: "", affected: layer === undefined ? [] : [layer] };
}
