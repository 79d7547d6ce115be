import { renderShape } from "../../../check/evidence.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import { AXIS_LIST, LEAVES_TPU } from "../sources.ts";
import { isOneDimensional } from "./operands.ts";

/** The oldest version of FULLY_CONNECTED that the compiler was seen to leave on the CPU; 4 was seen mapped. */
const REFUSED_FULLY_CONNECTED_VERSION = 9;

const unequalDilation: OperatorConstraint = {
  code: "A7-CONV-001",
  condition: "A convolution is dilated differently in height and width.",
  why: LEAVES_TPU,
  remedy: "Use the same dilation_rate in both directions.",
  source: AXIS_LIST,
  violated: (operator) => {
    const dilation = optionsOf(operator, "Conv2D") ?? optionsOf(operator, "DepthwiseConv2D");
    if (dilation === undefined || dilation.dilationH === dilation.dilationW) return undefined;
    return `dilation ${dilation.dilationH}×${dilation.dilationW}`;
  },
};

const shuffledWeights: OperatorConstraint = {
  code: "A7-FC-001",
  condition: "The weights of a FULLY_CONNECTED are stored in another order than the default one.",
  why: LEAVES_TPU,
  remedy: "Convert again with a current TensorFlow: only old converters shuffle weights.",
  source: AXIS_LIST,
  violated: (operator) => {
    const format = optionsOf(operator, "FullyConnected")?.weightsFormat ?? "DEFAULT";
    return format === "DEFAULT" ? undefined : `weights ${format}`;
  },
};

const severalRows: OperatorConstraint = {
  code: "A7-FC-002",
  condition: "The output of a FULLY_CONNECTED has more than one row.",
  why: `The compiler speaks of "a fully-connected or softmax layer with 2D output". ${LEAVES_TPU}`,
  remedy:
    "Flatten before a Dense layer, or write it as a 1×1 convolution: tf.keras.layers.Conv2D(units, 1) computes the same for each position.",
  source: `${AXIS_LIST}; https://github.com/google-coral/edgetpu/issues/27`,
  violated: ({ outputs: [output] }) =>
    output === undefined || isOneDimensional(output) ? undefined : `output ${renderShape(output)}`,
};

const newFullyConnected: OperatorConstraint = {
  code: "A7-FC-003",
  condition: `A FULLY_CONNECTED has version ${REFUSED_FULLY_CONNECTED_VERSION} or newer.`,
  why: `The compiler reports "Operation version not supported", for all Dense layers of the file. ${LEAVES_TPU}`,
  remedy:
    "Give Dense layers inputs of rank 2 (a Dense on a sequence or an image raises the version of all of them), or write them as 1×1 convolutions.",
  source:
    "a user's compiler log: version 9 on the CPU, version 4 mapped after the change (public training notes, read 2026-11-22)",
  violated: ({ version }: Operator) =>
    version < REFUSED_FULLY_CONNECTED_VERSION ? undefined : `version ${version}`,
};

export const CONVOLUTION: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["CONV_2D", [unequalDilation]],
  ["DEPTHWISE_CONV_2D", [unequalDilation]],
  ["FULLY_CONNECTED", [shuffledWeights, severalRows, newFullyConnected]],
  ["TRANSPOSE_CONV", []],
  ["UNIDIRECTIONAL_SEQUENCE_LSTM", []],
];
