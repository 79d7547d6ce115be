import { type OperatorNote, violationOf } from "../../check/evidence.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import { AXIS_A8_TIPS, AXIS_QUANTIZATION, examplesIssue } from "../../check/rules/sources.ts";
import type { Graph, Operator, Tensor } from "../../graph/graph.ts";
import {
  perTensorQuantization,
  quantizationGranularity,
} from "../../graph/quantization-granularity.ts";
import { staticShape } from "../../graph/tensor-shape.ts";
import { countOf } from "../../words/numbers.ts";
import { largest, smallest } from "../../check/extremes.ts";

const WEIGHTED: ReadonlySet<string> = new Set([
  ...["CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "FULLY_CONNECTED"],
]);
/** Our threshold: the weakest channel of a depthwise convolution then has less than 16 steps of 8 bits. */
const MAX_RANGE_RATIO = 16;

export const perChannelWeights: Rule = {
  code: "AX-Q-003",
  severity: "warning",
  condition: "Weights of a convolution or dense layer are quantized per channel.",
  why: "ARTPEC-8 runs per-tensor weights far faster; per channel the model is several times slower, and wrong on some AXIS OS.",
  remedy:
    "Quantize per tensor: `converter._experimental_disable_per_channel = True`, or onnx2tf `-qt per-tensor`; where accuracy falls, train with quantization (QAT).",
  source: `${AXIS_QUANTIZATION}; ${AXIS_A8_TIPS}; ${examplesIssue(360)}`,
  format: "tflite",
  find: (graph) => violationOf(notesOf(graph, WEIGHTED, describeScales)),
};

export const unevenDepthwiseWeights: Rule = {
  code: "AX-Q-010",
  severity: "warning",
  condition: `Channels of a depthwise convolution that is quantized per tensor differ in weight range by more than ${MAX_RANGE_RATIO} times (our threshold).`,
  why: "One scale for all channels leaves the weak ones a few steps: quantized after training, such a model may give the same output for every input. A model trained with quantization has learnt to live with it.",
  remedy:
    "Equalize ranges between layers before conversion (cross-layer equalization), train with quantization (QAT), or replace depthwise by regular convolutions.",
  source: `https://github.com/AxisCommunications/acap-native-sdk-examples/tree/main/tensorflow-to-larod-artpec8, README.md (read 2026-11-22); ${examplesIssue(360)}`,
  format: "tflite",
  find: (graph) => violationOf(notesOf(graph, new Set(["DEPTHWISE_CONV_2D"]), describeRanges)),
};

function notesOf(
  graph: Graph,
  names: ReadonlySet<string>,
  describe: (weights: Tensor) => string | undefined,
): OperatorNote[] {
  return contextOf(graph).subgraph.operators.flatMap((operator: Operator) => {
    const [, weights] = operator.inputs;
    const note = weights && names.has(operator.name) ? describe(weights) : undefined;
    return note === undefined ? [] : [{ operator, note }];
  });
}

function describeScales(weights: Tensor): string | undefined {
  if (quantizationGranularity(weights) !== "per-channel") return undefined;
  return countOf(weights.quantization?.scales.length ?? 0, "scale");
}

function describeRanges(weights: Tensor): string | undefined {
  const ranges = channelRanges(weights).filter((range) => range > 0);
  const weakest = smallest(ranges);
  const strongest = largest(ranges);
  if (ranges.length === 0 || strongest <= MAX_RANGE_RATIO * weakest) return undefined;
  return `ranges of ${weakest} to ${strongest} steps`;
}

/** Largest distance from the zero point in each channel of weights `[1, height, width, channels]`, in steps. */
function channelRanges(weights: Tensor): number[] {
  const zeroPoint = perTensorQuantization(weights)?.zeroPoint;
  const channels = staticShape(weights)?.[3];
  const values = byteValues(weights);
  if (zeroPoint === undefined || values === undefined || channels === undefined) return [];
  const ranges = new Array<number>(Math.min(channels, values.length)).fill(0);
  // A plain loop: mobile networks have hundreds of thousands of these.
  for (let position = 0; position < values.length; position++) {
    const channel = position % channels;
    const range = Math.abs((values[position] ?? 0) - zeroPoint);
    if (range > (ranges[channel] ?? 0)) ranges[channel] = range;
  }
  return ranges;
}

function byteValues({ data, dtype }: Tensor): Int8Array | Uint8Array | undefined {
  if (data === undefined || (dtype !== "int8" && dtype !== "uint8")) return undefined;
  const { buffer, byteOffset, length } = data.bytes;
  return dtype === "uint8" ? data.bytes : new Int8Array(buffer, byteOffset, length);
}
