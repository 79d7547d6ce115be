import type { Operator } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { elementCount } from "../../graph/tensor-shape.ts";
import { CONVOLUTIONS, operandsOf, outputChannelAxis } from "./convolution-operands.ts";
import { describeOperand, type KernelCheck, kernelSource } from "./kernel-check.ts";
import { countOf } from "../../words/numbers.ts";

const SOURCE = kernelSource("conv.cc, depthwise_conv.cc, transpose_conv.cc, kernel_util.cc");
const FULL_INTEGER =
  "Convert to full integer in one go (supported_ops = TFLITE_BUILTINS_INT8 with a representative dataset) instead of changing tensor types afterwards.";

/** What the kernels of the 2-D convolutions refuse in data and weights. */
export const CONVOLUTION_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-CONV-001",
    operators: CONVOLUTIONS,
    condition: "Input or weights have a type, or a combination of types, that the kernel lacks.",
    why: "The model does not load.",
    remedy: FULL_INTEGER,
    source: SOURCE,
    refused: describeTypes,
  },
  {
    code: "TFL-CONV-002",
    operators: new Set(["CONV_2D"]),
    condition: "Weights of an int8 or int16 CONV_2D have a zero point other than 0.",
    why: "Signed weights are symmetric in TFLite; the model does not load.",
    remedy:
      "Quantize the weights symmetrically (zero point 0), as TFLite's converter does, or use uint8 throughout.",
    source: SOURCE,
    refused: describeWeightZeroPoint,
  },
  {
    code: "TFL-CONV-003",
    operators: CONVOLUTIONS,
    condition:
      "Weights are quantized per channel in uint8, or along another dimension than the output channels.",
    why: "TFLite knows per-channel weights only as int8 along the output channels; the model does not load.",
    remedy: "Convert to int8, or quantize the weights per tensor.",
    source: SOURCE,
    refused: describePerChannel,
  },
  {
    code: "TFL-CONV-004",
    operators: CONVOLUTIONS,
    condition:
      "Input and weights are not 4-dimensional, or their channels and the bias do not fit together.",
    why: "The model does not load.",
    remedy: "Export the model again: the file was cut or edited so that its shapes do not fit.",
    source: SOURCE,
    refused: describeShapes,
  },
];

const SIGNED_WEIGHTS: readonly DataType[] = ["int8", "int4"];
const INPUT_TYPES: readonly DataType[] = ["float32", "uint8", "int8", "int16"];

function describeTypes(operator: Operator): string | undefined {
  const { input, weights } = operandsOf(operator);
  if (input === undefined || weights === undefined) return undefined;
  const isTaken =
    INPUT_TYPES.includes(input.dtype) && takesWeights(operator.name, input.dtype, weights.dtype);
  return isTaken ? undefined : `input ${input.dtype}, weights ${weights.dtype}`;
}

function takesWeights(name: string, input: DataType, weights: DataType): boolean {
  const isHybrid = input === "float32" && weights === "int8";
  switch (name) {
    case "DEPTHWISE_CONV_2D":
      return weights === input || isHybrid || input === "int16" || weights === "int4";
    case "TRANSPOSE_CONV":
      return weights === input || isHybrid || (input === "int16" && weights === "int8");
    default:
      return true;
  }
}

function describeWeightZeroPoint(operator: Operator): string | undefined {
  const { input, weights } = operandsOf(operator);
  if (input?.dtype !== "int8" && input?.dtype !== "int16") return undefined;
  const zeroPoint = weights?.quantization?.zeroPoints.find((value) => value !== 0);
  return zeroPoint === undefined ? undefined : `weight zero point ${zeroPoint}`;
}

function describePerChannel(operator: Operator): string | undefined {
  const { input, weights } = operandsOf(operator);
  const count = weights?.quantization?.scales.length ?? 0;
  if (!input || !weights || input.dtype === "float32" || count <= 1) return undefined;
  if (input.dtype === "uint8" || !SIGNED_WEIGHTS.includes(weights.dtype)) {
    return `${countOf(count, "scale")}, input ${input.dtype}, weights ${weights.dtype}`;
  }
  const channels = weights.shape?.[outputChannelAxis(operator.name)];
  return count === channels
    ? undefined
    : `${countOf(count, "scale")} for ${channels ?? "?"} output channels`;
}

function describeShapes(operator: Operator): string | undefined {
  const { input, weights, bias } = operandsOf(operator);
  if (input?.shape === undefined || weights?.shape === undefined) return undefined;
  const fits =
    input.shape.length === 4 &&
    weights.shape.length === 4 &&
    channelsFit(operator.name, Number(input.shape[3]), Number(weights.shape[3])) &&
    (bias === undefined || elementCount(bias) === weights.shape[outputChannelAxis(operator.name)]);
  if (fits) return undefined;
  const operands = [input, weights, bias].filter((tensor) => tensor !== undefined);
  return operands.map(describeOperand).join(", ");
}

/** Grouped CONV_2D has a factor of the input channels, depthwise weights a multiple. */
function channelsFit(name: string, input: number, weights: number): boolean {
  switch (name) {
    case "CONV_2D":
      return weights > 0 && input % weights === 0;
    case "DEPTHWISE_CONV_2D":
      return weights % input === 0;
    default:
      return input === weights;
  }
}
