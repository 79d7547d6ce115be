import type { DataType, Operator, Tensor } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-shape.ts";
import {
  describeOperand,
  type KernelCheck,
  kernelQuantization,
  kernelSource,
} from "./kernel-check.ts";

const CONVOLUTIONS: ReadonlySet<string> = new Set([
  "CONV_2D",
  "DEPTHWISE_CONV_2D",
  "TRANSPOSE_CONV",
]);
const SOURCE = kernelSource("conv.cc, depthwise_conv.cc, transpose_conv.cc, kernel_util.cc");
const FULL_INTEGER =
  "Convert to full integer in one go (supported_ops = TFLITE_BUILTINS_INT8 with a representative dataset) instead of changing tensor types afterwards";

/** What the kernels of the 2-D convolutions refuse. */
export const CONVOLUTION_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-CONV-001",
    operators: new Set(["CONV_2D", "DEPTHWISE_CONV_2D"]),
    condition:
      "A CONV_2D has no bias, or a DEPTHWISE_CONV_2D has a place for a bias that is left empty",
    why: "TFLite's kernel insists on a bias (`has_bias was not true`), and the model does not load.",
    remedy: "Give the convolution a bias; one of zeros will do (use_bias=True before conversion)",
    source: SOURCE,
    refused: ({ name, inputs }) => {
      if (inputs[2] !== undefined) return undefined;
      return name === "CONV_2D" || inputs.length > 2 ? "no bias" : undefined;
    },
  },
  {
    code: "TFL-CONV-002",
    operators: CONVOLUTIONS,
    condition: "Input or weights have a type, or a combination of types, that the kernel lacks",
    why: "The model does not load.",
    remedy: FULL_INTEGER,
    source: SOURCE,
    refused: describeTypes,
  },
  {
    code: "TFL-CONV-003",
    operators: CONVOLUTIONS,
    condition:
      "The bias has another type than the kernel adds up in: int32 for 8-bit data, float32 for float32, int64 (or int32, not for depthwise) for int16",
    why: "The model does not load.",
    remedy: FULL_INTEGER,
    source: SOURCE,
    refused: describeBiasType,
  },
  {
    code: "TFL-CONV-004",
    operators: CONVOLUTIONS,
    condition: "The bias of a quantized convolution has a zero point other than 0",
    why: "The kernel adds the bias as it is; the model does not load.",
    remedy: "Quantize the bias with zero point 0 and scale = input scale × weight scale",
    source: SOURCE,
    refused: describeBiasZeroPoint,
  },
  {
    code: "TFL-CONV-005",
    operators: new Set(["CONV_2D"]),
    condition: "Weights of an int8 or int16 CONV_2D have a zero point other than 0",
    why: "Signed weights are symmetric in TFLite; the model does not load.",
    remedy:
      "Quantize the weights symmetrically (zero point 0), as TFLite's converter does, or use uint8 throughout",
    source: SOURCE,
    refused: describeWeightZeroPoint,
  },
  {
    code: "TFL-CONV-006",
    operators: CONVOLUTIONS,
    condition:
      "Weights are quantized per channel in uint8, or along another dimension than the output channels",
    why: "TFLite knows per-channel weights only as int8 along the output channels; the model does not load.",
    remedy: "Convert to int8, or quantize the weights per tensor",
    source: SOURCE,
    refused: describePerChannel,
  },
  {
    code: "TFL-CONV-007",
    operators: CONVOLUTIONS,
    condition: "In a uint8 convolution the bias scale is not input scale × weight scale",
    why: "The kernel would add the bias in the wrong unit: it refuses a difference above 2 % of the output scale, and the model does not load.",
    remedy: "Quantize the bias with scale = input scale × weight scale, zero point 0",
    source: SOURCE,
    refused: (operator) =>
      operandsOf(operator).input?.dtype === "uint8" ? describeBiasScale(operator) : undefined,
  },
  {
    code: "TFL-CONV-008",
    operators: CONVOLUTIONS,
    condition:
      "Input and weights are not 4-dimensional, or their channels and the bias do not fit together",
    why: "The model does not load.",
    remedy: "Export the model again: the file was cut or edited so that its shapes do not fit",
    source: SOURCE,
    refused: describeShapes,
  },
];

/** Difference that the kernels allow between the bias scale and the product of scales, in output scales. */
const BIAS_SCALE_TOLERANCE = 0.02;

/** How far the bias scale is from the product of input and weight scale, where the kernel refuses it. */
export function describeBiasScale(operator: Operator): string | undefined {
  const { input, weights, bias, output } = operandsOf(operator);
  if (!input || !weights || !bias || !output) return undefined;
  const product = kernelQuantization(input).scale * kernelQuantization(weights).scale;
  const biasScale = kernelQuantization(bias).scale;
  const difference = Math.abs(product - biasScale) / kernelQuantization(output).scale;
  if (difference <= BIAS_SCALE_TOLERANCE) return undefined;
  return `bias scale ${biasScale}, input × weight scale ${product}`;
}

interface Operands {
  readonly input: Tensor | undefined;
  readonly weights: Tensor | undefined;
  readonly bias: Tensor | undefined;
  readonly output: Tensor | undefined;
}

/** TRANSPOSE_CONV starts with its output shape. */
function operandsOf({ name, inputs, outputs: [output] }: Operator): Operands {
  if (name === "TRANSPOSE_CONV") {
    const [, weights, input, bias] = inputs;
    return { input, weights, bias, output };
  }
  const [input, weights, bias] = inputs;
  return { input, weights, bias, output };
}

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

function describeBiasType(operator: Operator): string | undefined {
  const { input, bias } = operandsOf(operator);
  if (input === undefined || bias === undefined) return undefined;
  const taken = biasTypes(operator.name, input.dtype);
  return taken.includes(bias.dtype)
    ? undefined
    : `bias ${bias.dtype} for ${input.dtype} input, expected ${taken.join(" or ")}`;
}

function biasTypes(name: string, input: DataType): readonly DataType[] {
  if (input === "uint8" || input === "int8") return ["int32"];
  if (input !== "int16") return [input];
  return name === "DEPTHWISE_CONV_2D" ? ["int64"] : ["int32", "int64"];
}

function describeBiasZeroPoint(operator: Operator): string | undefined {
  const { input, bias } = operandsOf(operator);
  if (input === undefined || bias === undefined || input.dtype === "float32") return undefined;
  if (operator.name === "TRANSPOSE_CONV" && input.dtype === "uint8") return undefined;
  const { zeroPoint } = kernelQuantization(bias);
  return zeroPoint === 0 ? undefined : `bias zero point ${zeroPoint}`;
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
    return `${count} scales, input ${input.dtype}, weights ${weights.dtype}`;
  }
  const channels = weights.shape?.[outputChannelAxis(operator.name)];
  return count === channels ? undefined : `${count} scales for ${channels ?? "?"} output channels`;
}

function outputChannelAxis(name: string): number {
  return name === "DEPTHWISE_CONV_2D" ? 3 : 0;
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
