import { renderShape } from "../../../check/evidence.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { fusedActivationOf } from "../../../graph/options-of.ts";
import { elementCount } from "../../../graph/tensor-shape.ts";
import { AXIS_LIST, COMPILED_PAIRS, CORAL_LIST, LEAVES_TPU } from "../sources.ts";
import { isOneDimensional } from "./operands.ts";

/** The largest SOFTMAX seen on the Edge TPU; the documentation says 16,000 and is exceeded by compiled models. */
const MAX_SOFTMAX_ELEMENTS = 16_384;

/** Shared by the operators that the documentation lists with "no fused activation function". */
export const fusedActivation: OperatorConstraint = {
  code: "A7-ACT-001",
  condition: "A pooling or concatenation has a fused activation function.",
  why: LEAVES_TPU,
  remedy: "Put the activation into the convolution before it, or make it an operator of its own.",
  source: AXIS_LIST,
  violated: (operator) => {
    const activation = fusedActivationOf(operator);
    return activation === "NONE" ? undefined : `fused ${activation}`;
  },
};

const preluSlope: OperatorConstraint = {
  code: "A7-PRELU-001",
  condition: "The slope of a PRELU varies along height or width.",
  why: LEAVES_TPU,
  remedy: "Share it over the image: tf.keras.layers.PReLU(shared_axes=[1, 2]).",
  source: AXIS_LIST,
  violated: ({ inputs: [, slope] }) =>
    slope === undefined || isOneDimensional(slope) ? undefined : `slope ${renderShape(slope)}`,
};

const softmaxRank: OperatorConstraint = {
  code: "A7-SOFTMAX-001",
  condition: "A SOFTMAX has more than one dimension above 1.",
  why: `The compiler speaks of a "softmax layer with 2D output". ${LEAVES_TPU}`,
  remedy:
    "Compute it in the application, or take the argmax of its input there: softmax keeps the order.",
  source: CORAL_LIST,
  violated: ({ inputs: [input] }) =>
    input === undefined || isOneDimensional(input) ? undefined : `input ${renderShape(input)}`,
};

const softmaxSize: OperatorConstraint = {
  code: "A7-SOFTMAX-002",
  condition: `A SOFTMAX has more than ${MAX_SOFTMAX_ELEMENTS} elements.`,
  why: LEAVES_TPU,
  remedy: "Compute it in the application, or classify in stages.",
  source: `${CORAL_LIST} (16,000); ${COMPILED_PAIRS} (${MAX_SOFTMAX_ELEMENTS} mapped)`,
  violated: (operator) => describeLargeSoftmax(operator),
};

function describeLargeSoftmax({ inputs: [input] }: Operator): string | undefined {
  const elements = input && elementCount(input);
  return elements === undefined || elements <= MAX_SOFTMAX_ELEMENTS
    ? undefined
    : `${elements} elements`;
}

export const ACTIVATION: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["LOGISTIC", []],
  ["PRELU", [preluSlope]],
  ["RELU", []],
  ["RELU6", []],
  ["RELU_N1_TO_1", []],
  ["SOFTMAX", [softmaxRank, softmaxSize]],
  ["TANH", []],
];
