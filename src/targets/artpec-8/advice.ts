import type { OperatorNote } from "../../check/evidence.ts";
import { adviceOf } from "../../check/macs-share.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import { AXIS_A8_TIPS } from "../../check/rules/sources.ts";
import type { GraphIndex } from "../../graph/graph-index.ts";
import type { Graph, Operator } from "../../graph/graph.ts";

const CONVOLUTIONS: ReadonlySet<string> = new Set(["CONV_2D", "TRANSPOSE_CONV"]);
const SPATIAL: ReadonlySet<string> = new Set([...CONVOLUTIONS, "DEPTHWISE_CONV_2D"]);
const SLOW_ACTIVATIONS: ReadonlySet<string> = new Set(["LEAKY_RELU", "PRELU", "HARD_SWISH"]);
/** Axis: the number of filters is best a multiple of 6. */
const FILTER_MULTIPLE = 6;

export const slowActivations: Rule = {
  ...advice("AX-OP-804"),
  condition:
    "A convolution is followed by LEAKY_RELU, PRELU, HARD_SWISH or SiLU (LOGISTIC and MUL) instead of RELU.",
  why: "RELU and RELU6 are fused into the convolution and leave zeros, which the DLPU skips; other activations are layers of their own.",
  remedy:
    "Train with ReLU or ReLU6 (Ultralytics: `activation: torch.nn.ReLU()` in the model's YAML); retraining is needed for accuracy.",
  find: (graph) => {
    const { index } = contextOf(graph);
    return adviceOf(
      graph,
      notesOf(graph, SPATIAL, (operator) => findActivation(operator, index)),
    );
  },
};

export const depthwiseConvolutions: Rule = {
  ...advice("AX-OP-805"),
  condition: "The model has depthwise convolutions.",
  why: "The DLPU runs regular convolutions more efficiently: networks like ResNet-18 use it better than MobileNet.",
  remedy: "Compare with a ResNet-like network of the same accuracy on a camera before settling.",
  find: (graph) =>
    adviceOf(
      graph,
      notesOf(graph, new Set(["DEPTHWISE_CONV_2D"]), () => ""),
    ),
};

export const kernelSizes: Rule = {
  ...advice("AX-OP-806"),
  condition: "A convolution's kernel is neither 3×3 nor 1×1.",
  why: "3×3 is the DLPU's best kernel size.",
  remedy: "Use 3×3 kernels; two of them see as much as one of 5×5.",
  find: (graph) => adviceOf(graph, notesOf(graph, SPATIAL, describeKernel)),
};

export const filterCounts: Rule = {
  ...advice("AX-OP-807"),
  condition: `A convolution's number of filters is no multiple of ${FILTER_MULTIPLE}.`,
  why: "The DLPU works on filters in groups; the rest of a group is idle.",
  remedy: `Choose filter counts that are multiples of ${FILTER_MULTIPLE} (24, 48, 96, 192) when you design the network; not worth retraining a finished one.`,
  find: (graph) => adviceOf(graph, notesOf(graph, CONVOLUTIONS, describeFilters)),
};

export const strides: Rule = {
  ...advice("AX-OP-808"),
  condition: "A convolution's stride is neither 1 nor 2.",
  why: "The convolution engine has stride 2 built in; larger ones are made up from others.",
  remedy: "Use stride 2 several times, or pooling.",
  find: (graph) => adviceOf(graph, notesOf(graph, SPATIAL, describeStride)),
};

function advice(code: string) {
  return { code, severity: "info", source: AXIS_A8_TIPS, format: "tflite" } as const;
}

/** The named operators of which `describe` has something to say. */
function notesOf(
  graph: Graph,
  names: ReadonlySet<string>,
  describe: (operator: Operator) => string | undefined,
): OperatorNote[] {
  return contextOf(graph).subgraph.operators.flatMap((operator) => {
    const note = names.has(operator.name) ? describe(operator) : undefined;
    return note === undefined ? [] : [{ operator, note }];
  });
}

function findActivation({ outputs: [output] }: Operator, index: GraphIndex): string | undefined {
  if (output === undefined) return undefined;
  const consumers = index.consumersOf(output);
  const slow = consumers.find(({ name }) => SLOW_ACTIVATIONS.has(name));
  if (slow !== undefined) return `followed by #${slow.index} ${slow.name}`;
  const gate = consumers.find(({ name }) => name === "LOGISTIC")?.outputs[0];
  const silu = consumers.find(({ name, inputs }) => name === "MUL" && inputs.includes(gate));
  return gate && silu && `followed by SiLU (#${silu.index} MUL)`;
}

function describeKernel({ inputs: [, weights] }: Operator): string | undefined {
  const [, height, width] = weights?.shape ?? [];
  if (height === undefined || width === undefined) return undefined;
  const isGood = height === width && (height === 3 || height === 1);
  return isGood ? undefined : `kernel ${height}×${width}`;
}

function describeFilters({ inputs: [, weights] }: Operator): string | undefined {
  const filters = weights?.shape?.[0];
  if (typeof filters !== "number" || filters % FILTER_MULTIPLE === 0) return undefined;
  return `${filters} filters`;
}

function describeStride({ options }: Operator): string | undefined {
  if (!("strideH" in options)) return undefined;
  const { strideH, strideW } = options;
  return Math.max(strideH, strideW) > 2 ? `stride ${strideH}×${strideW}` : undefined;
}
