import { renderShape } from "../../../check/evidence.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import type { DataType } from "../../../graph/data-type.ts";
import { quantizationGranularity } from "../../../graph/quantization-granularity.ts";
import {
  COMPILED_PAIRS,
  CORAL_LIST,
  CORAL_REQUIREMENTS,
  edgetpuIssue,
  LEAVES_TPU,
} from "../sources.ts";
import { computedOperands, constantOperands, isComputed } from "./operands.ts";

/** For operators that neither Axis' nor Coral's list has. */
export const unlisted: Omit<OperatorConstraint, "violated"> = {
  code: "A7-GEN-000",
  condition: "The operator is not in the Edge TPU's list.",
  why: `The compiler reports "Operation not supported". ${LEAVES_TPU}`,
  remedy:
    "Replace it (LEAKY_RELU, ELU, GELU or HARD_SWISH by ReLU, ReLU6 or a PReLU with shared_axes=[1, 2]; GATHER by SLICE; DIV by MUL with the reciprocal), or end the model before it and compute the rest in the application.",
  source: `${CORAL_LIST}; ${edgetpuIssue(242)}`,
};

const EIGHT_BIT: ReadonlySet<DataType> = new Set<DataType>(["int8", "uint8"]);
/** Besides 8-bit weights: biases, shapes, axes. */
const CONSTANT_TYPES: ReadonlySet<DataType> = new Set<DataType>([
  ...EIGHT_BIT,
  ...(["int32", "int64", "bool"] as const),
]);

const unsupportedType: OperatorConstraint = {
  code: "A7-GEN-001",
  condition: "The operator reads or writes a tensor that is neither int8 nor uint8.",
  why: `The compiler reports "Operation is working on an unsupported data type", and for a QUANTIZE from float32 "Operation is otherwise supported, but not mapped due to some unspecified limitation". ${LEAVES_TPU} A QUANTIZE in front of the model and a DEQUANTIZE at its end only cost their own time.`,
  remedy:
    "Quantize to full integers: converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8] with a representative dataset, and converter.inference_input_type = converter.inference_output_type = tf.uint8 to lose the conversions at both ends.",
  source: `${CORAL_REQUIREMENTS}; ${COMPILED_PAIRS}`,
  violated: (operator) =>
    describeType(
      computedOperands(operator).find(({ dtype }) => !EIGHT_BIT.has(dtype)) ??
        constantOperands(operator).find(({ dtype }) => !CONSTANT_TYPES.has(dtype)),
      operator,
    ),
};

function describeType(tensor: Tensor | undefined, { outputs }: Operator): string | undefined {
  if (tensor === undefined) return undefined;
  return `${outputs.includes(tensor) ? "writes" : "reads"} ${tensor.dtype}`;
}

const tooManyDimensions: OperatorConstraint = {
  code: "A7-GEN-002",
  condition: "A tensor has a size above 1 outside of its three innermost dimensions.",
  why: `The compiler reports "Tensor has unsupported rank (up to 3 innermost dimensions mapped)". ${LEAVES_TPU}`,
  remedy:
    "Export with batch size 1, and keep reshapes, stacks and tiles within height, width and channels: a nearest-neighbour enlargement by RESHAPE and PACK becomes tf.image.resize(…, method='nearest').",
  source: `${CORAL_REQUIREMENTS}; ${edgetpuIssue(75)}; ${COMPILED_PAIRS}`,
  violated: (operator) => {
    const tensor = computedOperands(operator).find(({ shape }) =>
      shape?.slice(0, -3).some((size) => size !== 1),
    );
    return tensor && `shape ${renderShape(tensor)}`;
  },
};

const otherQuantization: OperatorConstraint = {
  code: "A7-GEN-004",
  condition: "A tensor is quantized in blocks or by another scheme than scale and zero point.",
  why: `Such schemes are years younger than the compiler. ${LEAVES_TPU}`,
  remedy: "Quantize with one scale a tensor, or one a channel of the weights.",
  source: CORAL_REQUIREMENTS,
  violated: (operator) => {
    const granularities = [...computedOperands(operator), ...constantOperands(operator)].map(
      quantizationGranularity,
    );
    return granularities.find((kind) => kind === "blockwise" || kind === "other");
  },
};

/** Positions of weights, biases and slopes by operator. */
const PARAMETERS: ReadonlyMap<string, readonly number[]> = new Map([
  ["CONV_2D", [1, 2]],
  ["DEPTHWISE_CONV_2D", [1, 2]],
  ["FULLY_CONNECTED", [1, 2]],
  ["TRANSPOSE_CONV", [1, 3]],
  ["PRELU", [1]],
  ["UNIDIRECTIONAL_SEQUENCE_LSTM", [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 15]],
]);

const parametersNotConstant: OperatorConstraint = {
  code: "A7-GEN-003",
  condition: "Weights, bias or slope are computed by the model instead of stored in it.",
  why: `The compiler reports "Filter, bias, or other param is not constant at compile-time". ${LEAVES_TPU}`,
  remedy:
    "Freeze the weights before conversion; replace a product of two activations (attention) by a convolution, or move it to the end of the model.",
  source: `${CORAL_REQUIREMENTS}; ${edgetpuIssue(25)}`,
  violated: ({ name, inputs }) => {
    const position = PARAMETERS.get(name)?.find((index) => isComputed(inputs[index]));
    return position === undefined ? undefined : `operand ${position} is computed at run time`;
  },
};

/** What every operator on the Edge TPU has to keep. */
export const GENERAL: readonly OperatorConstraint[] = [
  unsupportedType,
  tooManyDimensions,
  parametersNotConstant,
  otherQuantization,
];
