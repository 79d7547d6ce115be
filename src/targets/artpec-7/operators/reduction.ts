import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import type { Operator } from "../../../graph/graph.ts";
import { AXIS_LIST, edgetpuIssue, LEAVES_TPU } from "../sources.ts";
import { fusedActivation } from "./activation.ts";
import { axisFromFront, storedShape } from "./operands.ts";
import { countOf } from "../../../words/numbers.ts";

/** A MEAN over 256×128 elements stayed on the CPU, one over 64×128 was mapped; between them nothing is known. */
const REFUSED_MEAN_ELEMENTS = 256 * 128;

const reducesBatch: OperatorConstraint = {
  code: "A7-REDUCE-001",
  condition: "A reduction runs along the batch dimension.",
  why: LEAVES_TPU,
  remedy: "Reduce along height, width or channels only.",
  source: AXIS_LIST,
  violated: (operator) => (reducedAxes(operator).includes(0) ? "reduces axis 0" : undefined),
};

const meanOfChannels: OperatorConstraint = {
  code: "A7-MEAN-001",
  condition: "A MEAN runs along a number of channels that is no multiple of 4.",
  why: LEAVES_TPU,
  remedy:
    "Pad the channels to a multiple of 4, or average with a 1×1 convolution of equal weights.",
  source: AXIS_LIST,
  violated: (operator) => {
    const shape = storedShape(operator.inputs[0]);
    const channels = shape.at(-1) ?? 0;
    if (!reducedAxes(operator).includes(shape.length - 1) || channels % 4 === 0) return undefined;
    return countOf(channels, "channel");
  },
};

const largeMean: OperatorConstraint = {
  code: "A7-MEAN-002",
  condition: `A MEAN takes ${REFUSED_MEAN_ELEMENTS} elements together, or more.`,
  why: LEAVES_TPU,
  remedy:
    "Average in two steps, for example tf.keras.layers.AveragePooling2D before the global one.",
  source: `${edgetpuIssue(461)}: 256×128 on the CPU, 64×128 mapped`,
  violated: (operator) => {
    const shape = storedShape(operator.inputs[0]);
    const count = reducedAxes(operator).reduce((product, axis) => product * (shape[axis] ?? 1), 1);
    return count < REFUSED_MEAN_ELEMENTS ? undefined : `${count} elements`;
  },
};

/** The axes of a reduction, counted from the first dimension; none where they are computed at run time. */
function reducedAxes({ inputs: [input, axes] }: Operator): readonly number[] {
  return (constantInts(axes) ?? []).map((axis) => axisFromFront(axis, input));
}

export const REDUCTION: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["AVERAGE_POOL_2D", [fusedActivation]],
  ["MAX_POOL_2D", [fusedActivation]],
  ["MEAN", [reducesBatch, meanOfChannels, largeMean]],
  ["REDUCE_MAX", [reducesBatch]],
  ["REDUCE_MIN", [reducesBatch]],
  ["SUM", [reducesBatch]],
];
