import { type OperatorNote, nameOf } from "../../../check/evidence.ts";
import { adviceOf } from "../../../check/macs-share.ts";
import { contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import { AXIS_A9_TIPS } from "../../../check/rules/sources.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";
import { staticShape } from "../../../graph/tensor-shape.ts";
import { kernelOf, strideOf } from "../ethos-n/kernel.ts";
import { padAmounts, windowOptionsOf } from "../ethos-n/window.ts";

const CONVOLUTIONS: ReadonlySet<string> = new Set(["CONV_2D", "DEPTHWISE_CONV_2D"]);

export const explicitPadding: Rule = {
  code: "AX-OP-931",
  severity: "info",
  condition: "A PAD before a VALID convolution adds just what SAME would.",
  why: "The PAD is one more pass over the image; within the convolution, padding costs nothing.",
  remedy:
    "Give the convolution `padding='same'` in place of ZeroPadding2D, or let the converter fold it (onnx2tf does where both are equal).",
  source: AXIS_A9_TIPS,
  format: "tflite",
  find: (graph) => adviceOf(graph, notesOf(graph)),
};

/** Names the convolutions: their share of the work says what the PAD in front of them is worth. */
function notesOf(graph: Graph): readonly OperatorNote[] {
  const { subgraph, index } = contextOf(graph);
  return subgraph.operators.flatMap((pad): OperatorNote[] => {
    const [padded] = pad.outputs;
    if (pad.name !== "PAD" || padded === undefined) return [];
    const readers = index.consumersOf(padded);
    const isFoldable = readers.length > 0 && readers.every((reader) => addsSame(pad, reader));
    return isFoldable
      ? readers.map((operator) => ({ operator, note: `padded by ${nameOf(pad)}` }))
      : [];
  });
}

/** True when the padded convolution does the same as one with SAME on the unpadded image. */
function addsSame(pad: Operator, convolution: Operator): boolean {
  const options = windowOptionsOf(convolution);
  const sizes = staticShape(pad.inputs[0]);
  if (!CONVOLUTIONS.has(convolution.name) || options?.padding !== "VALID") return false;
  if (sizes?.length !== 4 || (options.dilationH ?? 1) > 1 || (options.dilationW ?? 1) > 1)
    return false;
  const [kernel, stride] = [kernelOf(convolution), strideOf(convolution)];
  const rows = padAmounts(sizes[1] ?? 0, kernel.height, stride.height, "SAME");
  const columns = padAmounts(sizes[2] ?? 0, kernel.width, stride.width, "SAME");
  const same = [0, 0, rows.before, rows.after, columns.before, columns.after, 0, 0];
  const amounts = constantInts(pad.inputs[1]);
  return amounts?.length === same.length && same.every((amount, i) => amount === amounts[i]);
}
