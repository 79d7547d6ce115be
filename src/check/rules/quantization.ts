import type { Graph, Operator, Tensor } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { type OperatorNote, quoteName, violationOf } from "../evidence.ts";
import { contextOf, type OperatorContext } from "../operator-table.ts";
import { oncePerObject } from "../once-per-object.ts";
import type { Rule } from "../rule.ts";
import { isDetectionPostprocess } from "./format.ts";
import { AXIS_A8_TIPS, AXIS_QUANTIZATION } from "./sources.ts";

const FULL_INTEGER =
  "Quantize to full integer: `optimizations = [tf.lite.Optimize.DEFAULT]`, a `representative_dataset`, " +
  "`supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]`, input and output `tf.uint8`; or let `dlpu build` do so.";

const LEFT_IN_FLOAT =
  "dlpu made integer what has an integer kernel: DLPU-Q-FLOAT says by what to replace the rest.";

export const floatActivations: Rule = {
  code: "AX-Q-001",
  severity: "error",
  condition:
    "Operators compute in floating point. A warning only where convolutions and matrix products are integer.",
  why: "The DLPU has integer arithmetic only: the model is refused, or these operators run on the CPU.",
  remedy: FULL_INTEGER,
  source: `${AXIS_QUANTIZATION}; ${AXIS_A8_TIPS}`,
  format: "tflite",
  find: (graph, { ranges }) => {
    const { float } = floatOperators(graph);
    const severity = float.some(({ operator }) => isHeavy(operator)) ? "error" : "warning";
    const isOurs = ranges !== undefined && ranges.size > 0;
    const remedy = isOurs ? LEFT_IN_FLOAT : FULL_INTEGER;
    return violationOf(float).map((violation) => ({ ...violation, severity, remedy }));
  },
};

export const hybridOperators: Rule = {
  code: "AX-Q-002",
  severity: "error",
  condition: "Weights are stored as integers or float16 while activations stay in floating point.",
  why: "Dynamic-range and float16 quantization shrink the file but still compute in float, which the DLPU cannot.",
  remedy: FULL_INTEGER,
  source: AXIS_QUANTIZATION,
  format: "tflite",
  find: (graph) => violationOf(floatOperators(graph).hybrid),
};

export const otherIntegerWidths: Rule = {
  code: "AX-Q-006",
  severity: "error",
  condition: "Activations are int16 or weights are narrower than 8 bits.",
  why: "The DLPU takes int8 and uint8; operators on other types leave it, or the model does not load.",
  remedy:
    "Quantize with 8-bit activations and weights: leave out `EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8` and 4-bit recipes.",
  source: AXIS_A8_TIPS,
  format: "tflite",
  find: (graph) =>
    violationOf(
      contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        const tensor = operands(operator).find(hasOtherWidth);
        return tensor === undefined ? [] : [{ operator, note: describeDtype(tensor) }];
      }),
    ),
};

export const newerQuantization: Rule = {
  code: "AX-Q-011",
  severity: "error",
  condition:
    "A tensor is quantized in blocks, or by a scheme newer than scales per tensor or per channel.",
  why: "The DLPU knows one scale a tensor or one a channel; older runtimes abort on anything else.",
  remedy:
    "Quantize with 8-bit weights per tensor or per channel, not with a blockwise recipe for language models.",
  source:
    "TFLite schema, QuantizationDetails: https://github.com/google-ai-edge/LiteRT (read 2026-11-22)",
  format: "tflite",
  find: (graph) =>
    violationOf(
      contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        const tensor = operands(operator).find(({ quantization }) => quantization?.details);
        return tensor === undefined ? [] : [{ operator, note: describeScheme(tensor) }];
      }),
    ),
};

export const invalidScale: Rule = {
  code: "AX-Q-012",
  severity: "error",
  condition: "A tensor's scale is zero, negative, infinite or not a number.",
  why: "What is stored stands for `scale × (stored − zero point)`: with such a scale it stands for nothing, and runtimes refuse the file, abort, or answer with noise.",
  remedy:
    "Quantize again from the float model. If it comes out the same, look for values that are infinite or not a number in its weights and in the calibration data.",
  source:
    "TFLite's quantization specification: https://ai.google.dev/edge/litert/conversion/tensorflow/quantization/quantization_spec (read 2026-11-22)",
  format: "tflite",
  find: (graph) =>
    violationOf(
      contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        const tensor = operands(operator).find(hasInvalidScale);
        return tensor === undefined ? [] : [{ operator, note: describeInvalidScale(tensor) }];
      }),
    ),
};

function hasInvalidScale({ quantization }: Tensor): boolean {
  return quantization?.scales.some((scale) => !isValidScale(scale)) ?? false;
}

function isValidScale(scale: number): boolean {
  return Number.isFinite(scale) && scale > 0;
}

function describeInvalidScale({ name, quantization }: Tensor): string {
  const scale = quantization?.scales.find((value) => !isValidScale(value));
  return `${quoteName(name)} has the scale ${scale}`;
}

/** Operators that hold nearly all of a network's multiplications. */
const HEAVY: ReadonlySet<string> = new Set([
  ...["CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "FULLY_CONNECTED", "BATCH_MATMUL"],
  ...["CONV_3D", "CONV_3D_TRANSPOSE", "LSTM", "UNIDIRECTIONAL_SEQUENCE_LSTM", "SVDF"],
  ...["BIDIRECTIONAL_SEQUENCE_LSTM", "RNN", "UNIDIRECTIONAL_SEQUENCE_RNN"],
]);

const FLOATS: ReadonlySet<DataType> = new Set(["float64", "float32", "float16", "bfloat16"]);
const NARROW: ReadonlySet<DataType> = new Set(["int4", "int2", "uint4", "uint2"]);
const COMPRESSED: ReadonlySet<DataType> = new Set([...NARROW, "int8", "uint8", "float16"]);

function isHeavy({ name }: Operator): boolean {
  return HEAVY.has(name);
}

/** The operators that compute in float, apart from those whose weights alone were quantized. */
const floatOperators = oncePerObject((graph: Graph) => {
  const context = contextOf(graph);
  const float: OperatorNote[] = [];
  const hybrid: OperatorNote[] = [];
  for (const operator of context.subgraph.operators) {
    const activation = floatActivationOf(operator, context);
    if (activation === undefined) continue;
    const weights = compressedWeightsOf(operator, context);
    const note = `${describeDtype(activation)} activation`;
    if (weights === undefined) float.push({ operator, note });
    else hybrid.push({ operator, note: `${note}, ${weights.dtype} weights` });
  }
  return { float, hybrid };
});

/** The float tensor that an operator computes with; conversions at the ends of a quantized graph have none. */
function floatActivationOf(operator: Operator, { index }: OperatorContext): Tensor | undefined {
  const isConversion = operator.name === "QUANTIZE" || operator.name === "DEQUANTIZE";
  if (isConversion || isDetectionPostprocess(operator)) return undefined;
  const computed = operands(operator).filter(({ data }) => data === undefined);
  return computed.find(
    (tensor) => FLOATS.has(tensor.dtype) && storedWeights(tensor, index.producerOf) === undefined,
  );
}

/** The quantized constant among an operator's inputs, also behind a DEQUANTIZE (TFLite's float16 files). */
function compressedWeightsOf(operator: Operator, { index }: OperatorContext): Tensor | undefined {
  if (!isHeavy(operator)) return undefined;
  return operator.inputs
    .flatMap((tensor) => storedWeights(tensor, index.producerOf) ?? [])
    .find(({ dtype }) => COMPRESSED.has(dtype));
}

function storedWeights(
  tensor: Tensor | undefined,
  producerOf: OperatorContext["index"]["producerOf"],
): Tensor | undefined {
  if (tensor === undefined || tensor.data !== undefined) return tensor;
  const producer = producerOf(tensor);
  const [source] = producer?.name === "DEQUANTIZE" ? producer.inputs : [];
  return source?.data === undefined ? undefined : source;
}

/** 16-bit state that lives across inferences belongs to TFLite's 8-bit LSTM and is no activation. */
function hasOtherWidth(tensor: Tensor): boolean {
  if (NARROW.has(tensor.dtype)) return true;
  const { dtype, data, isVariable, quantization } = tensor;
  return (
    dtype === "int16" && data === undefined && !isVariable && (quantization?.scales.length ?? 0) > 0
  );
}

function operands(operator: Operator): readonly Tensor[] {
  return [...operator.inputs, ...operator.outputs].filter((tensor) => tensor !== undefined);
}

function describeDtype({ dtype, name }: Tensor): string {
  return `${dtype} ${quoteName(name)}`;
}

function describeScheme({ name, quantization }: Tensor): string {
  return `${quantization?.details?.kind ?? "no"} quantization of ${quoteName(name)}`;
}
