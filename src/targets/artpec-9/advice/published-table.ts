import { type OperatorNote, violationOf } from "../../../check/evidence.ts";
import { contextOf, findBroken } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import type { Graph, Operator, Tensor } from "../../../graph/graph.ts";
import { staticShape } from "../../../graph/tensor-shape.ts";
import { concatAxisOf } from "../ethos-n/concatenation.ts";
import { kernelOf, strideOf } from "../ethos-n/kernel.ts";
import { sameShape, toNpuTensor } from "../ethos-n/npu-tensor.ts";
import { operandPairOf } from "../ethos-n/operand-pair.ts";
import { poolWindowOf, renderWindow } from "../ethos-n/pool-window.ts";
import { PUBLISHED_TABLE, SUPPORT_LIBRARY } from "../ethos-n/source.ts";
import { splitAxisOf } from "../ethos-n/split.ts";
import { ARTPEC_9_TABLE } from "../ethos-n/table.ts";
import { renderSize } from "../ethos-n/window.ts";

const CHANNEL_GROUP = 16;
const CHANNELS = 3;

const BASIS = {
  severity: "info",
  why: "Placement follows the library, on whose code the camera's compiler is inferred to be built. Axis' published table is stricter here.",
  remedy:
    "Nothing, if the camera's log shows the model on the DLPU as a whole; otherwise follow the published table.",
  source: `${SUPPORT_LIBRARY}; ${PUBLISHED_TABLE}`,
  format: "tflite",
} as const;

export const unevenJoins: Rule = {
  ...BASIS,
  code: "AX-OP-906",
  condition:
    "CONCATENATION or SPLIT along the channels has a part whose channels are no multiple of 16: the published table refuses it, Arm's library takes it.",
  find: (graph) => violationOf(notesOf(graph, describeJoin)),
};

export const stricterTable: Rule = {
  ...BASIS,
  code: "A9-TABLE-001",
  condition:
    "The published table refuses an operator that Arm's library takes: stride 2 max pools by parity, a 9×9 stride 2 or multiplied depthwise convolution, an added constant of one value a channel.",
  find: (graph) => violationOf(notesOf(graph, describeDifference)),
};

/** Only operators that are placed on the DLPU: the others have a finding of their own. */
function notesOf(
  graph: Graph,
  describe: (operator: Operator) => string | undefined,
): readonly OperatorNote[] {
  const context = contextOf(graph);
  return context.subgraph.operators.flatMap((operator): OperatorNote[] => {
    const note = describe(operator);
    const isTaken =
      note !== undefined && findBroken(operator, ARTPEC_9_TABLE, context).length === 0;
    return isTaken ? [{ operator, note }] : [];
  });
}

function describeJoin(operator: Operator): string | undefined {
  switch (operator.name) {
    case "CONCATENATION":
      return concatAxisOf(operator) === CHANNELS ? describeParts(operator.inputs) : undefined;
    case "SPLIT":
    case "SPLIT_V":
      return splitAxisOf(operator) === CHANNELS ? describeParts(operator.outputs) : undefined;
    default:
      return undefined;
  }
}

function describeParts(parts: readonly (Tensor | undefined)[]): string | undefined {
  const channels = parts.map((part) => staticShape(part)?.at(-1) ?? 0);
  const isUneven = channels.some((count) => count % CHANNEL_GROUP !== 0);
  return isUneven ? `channels ${channels.join(" + ")}` : undefined;
}

function describeDifference(operator: Operator): string | undefined {
  switch (operator.name) {
    case "DEPTHWISE_CONV_2D":
      return describeDepthwise(operator);
    case "MAX_POOL_2D":
      return describePool(operator);
    case "ADD":
      return describeAddedConstant(operator);
    default:
      return undefined;
  }
}

function describeDepthwise(operator: Operator): string | undefined {
  const [kernel, stride] = [kernelOf(operator), strideOf(operator)];
  if (kernel.height > 7 && stride.height > 1) {
    return `kernel ${renderSize(kernel)}, stride ${renderSize(stride)}`;
  }
  const [input, weights] = [operator.inputs[0], operator.inputs[1]].map(toNpuTensor);
  const multiplier = (weights?.shape[CHANNELS] ?? 1) / (input?.shape[CHANNELS] ?? 1);
  return multiplier > 1 ? `multiplier ${multiplier}` : undefined;
}

/** The table has VALID with even and SAME with odd sizes for 2×2 and 3×3 alike. */
function describePool(operator: Operator): string | undefined {
  const pool = poolWindowOf(operator);
  if (pool === undefined || pool.kernel.height < 2 || pool.stride.height !== 2) return undefined;
  const isSame = "padding" in operator.options && operator.options.padding === "SAME";
  const isEven = pool.input[1] % 2 === 0 && pool.input[2] % 2 === 0;
  return isSame === isEven ? renderWindow(pool) : undefined;
}

function describeAddedConstant(operator: Operator): string | undefined {
  const pair = operandPairOf(operator);
  if (pair === undefined) return undefined;
  const { first, second, output } = pair;
  const constant = [first, second].find(({ isConstant }) => isConstant);
  const channels = output.shape[CHANNELS];
  const isPerChannel = constant !== undefined && sameShape(constant.shape, [1, 1, 1, channels]);
  return isPerChannel && channels > 1 ? `constant 1×1×1×${channels}` : undefined;
}
