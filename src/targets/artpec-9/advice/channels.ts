import type { OperatorNote } from "../../../check/evidence.ts";
import { adviceOf } from "../../../check/macs-share.ts";
import { contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import { AXIS_A9_TIPS } from "../../../check/rules/sources.ts";
import type { Graph } from "../../../graph/graph.ts";
import { staticShape } from "../../../graph/tensor-shape.ts";
import { countOf } from "../../../words/numbers.ts";

const CHANNEL_GROUP = 16;

const CONVOLUTIONS: ReadonlySet<string> = new Set([
  "CONV_2D",
  "DEPTHWISE_CONV_2D",
  "TRANSPOSE_CONV",
]);

/** How much of the DLPU a convolution leaves idle. */
export const unevenChannels: Rule = {
  code: "AX-OP-930",
  severity: "info",
  condition: "A convolution's output channels are no multiple of 16.",
  why: "The DLPU computes channels in groups of 16; the rest of the last group idles.",
  remedy:
    "Choose channel counts that are multiples of 16, above all where the share of MACs is high.",
  source: AXIS_A9_TIPS,
  format: "tflite",
  find: (graph) => adviceOf(graph, notesOf(graph)),
};

function notesOf(graph: Graph): readonly OperatorNote[] {
  return contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
    const channels = staticShape(operator.outputs[0])?.at(-1);
    if (!CONVOLUTIONS.has(operator.name) || channels === undefined) return [];
    return channels % CHANNEL_GROUP === 0 ? [] : [{ operator, note: countOf(channels, "channel") }];
  });
}
