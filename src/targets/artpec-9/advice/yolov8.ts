import { type OperatorNote, violationOf } from "../../../check/evidence.ts";
import { type OperatorContext, contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";
import { staticShape } from "../../../graph/tensor-shape.ts";
import { compareVersions } from "../../../check/axis-os-runtime.ts";
import { kernelOf } from "../ethos-n/kernel.ts";

/** Each box edge is a distribution over this many distances. */
const DISTANCES = 16;
const BOX_CHANNELS = 4 * DISTANCES;
/** The head works at three scales. */
const SCALES = 3;
const FIXED_IN = "13";

export const yolov8OnOlderOs: Rule = {
  code: "AX-OP-934",
  severity: "info",
  condition:
    "The model has the head of a YOLOv8 (box edges as distributions over 16 distances) and the AXIS OS asked for is older than 13, or not named.",
  why: "A third party saw wrong results of YOLOv8 on ARTPEC-9 before AXIS OS 13 and cured them without Winograd; another ran the same network without trouble.",
  remedy:
    "Compare the camera's results with the same file on your PC before you ship, or require AXIS OS 13.",
  source: "https://github.com/pandosme/DetectX, README.md (read 2026-11-22)",
  format: "tflite",
  find: (graph, { axisOs }) =>
    axisOs !== undefined && compareVersions(axisOs, FIXED_IN) >= 0
      ? []
      : violationOf(notesOf(graph)),
};

/** The decoding convolution where it is in the file, otherwise the convolutions that end at the box distributions. */
function notesOf(graph: Graph): readonly OperatorNote[] {
  const context = contextOf(graph);
  const decoders = context.subgraph.operators.filter(isDistanceDecoder);
  const heads = context.subgraph.operators.filter((operator) => isBoxHead(operator, context));
  if (decoders.length > 0)
    return decoders.map((operator) => ({ operator, note: "decodes 16 distances" }));
  return heads.length === SCALES
    ? heads.map((operator) => ({ operator, note: "4 × 16 distances" }))
    : [];
}

/** A 1×1 convolution of 16 channels to 1: the mean of a distribution. */
function isDistanceDecoder(operator: Operator): boolean {
  const kernel = kernelOf(operator);
  const channels = [operator.inputs[0], operator.outputs[0]].map((tensor) =>
    staticShape(tensor)?.at(-1),
  );
  return (
    operator.name === "CONV_2D" &&
    kernel.height === 1 &&
    kernel.width === 1 &&
    channels[0] === DISTANCES &&
    channels[1] === 1
  );
}

function isBoxHead({ name, outputs: [output] }: Operator, { index }: OperatorContext): boolean {
  return (
    name === "CONV_2D" &&
    output !== undefined &&
    index.isOutput(output) &&
    staticShape(output)?.at(-1) === BOX_CHANNELS
  );
}
