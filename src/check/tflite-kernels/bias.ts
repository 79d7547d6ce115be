import type { Operator } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { CONVOLUTIONS, operandsOf } from "./convolution-operands.ts";
import { type KernelCheck, kernelQuantization, kernelSource } from "./kernel-check.ts";

const SOURCE = kernelSource("conv.cc, depthwise_conv.cc, transpose_conv.cc, kernel_util.cc");

/** What the kernels of the 2-D convolutions ask of the bias. */
export const BIAS_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-BIAS-001",
    operators: new Set(["CONV_2D", "DEPTHWISE_CONV_2D"]),
    condition:
      "A CONV_2D has no bias, or a DEPTHWISE_CONV_2D has a place for a bias that is left empty.",
    why: "TFLite's kernel insists on a bias (`has_bias was not true`), and the model does not load.",
    remedy: "Give the convolution a bias; one of zeros will do (use_bias=True before conversion).",
    source: SOURCE,
    refused: ({ name, inputs }) => {
      if (inputs[2] !== undefined) return undefined;
      return name === "CONV_2D" || inputs.length > 2 ? "no bias" : undefined;
    },
  },
  {
    code: "TFL-BIAS-002",
    operators: CONVOLUTIONS,
    condition:
      "The bias has another type than the kernel adds up in: int32 for 8-bit data, float32 for float32, int64 (or int32, not for depthwise) for int16.",
    why: "The model does not load.",
    remedy:
      "Convert to full integer in one go (supported_ops = TFLITE_BUILTINS_INT8 with a representative dataset): the converter then writes an int32 bias.",
    source: SOURCE,
    refused: describeBiasType,
  },
  {
    code: "TFL-BIAS-003",
    operators: CONVOLUTIONS,
    condition: "The bias of a quantized convolution has a zero point other than 0.",
    why: "The kernel adds the bias as it is; the model does not load.",
    remedy: "Quantize the bias with zero point 0 and scale = input scale × weight scale.",
    source: SOURCE,
    refused: describeBiasZeroPoint,
  },
  {
    code: "TFL-BIAS-004",
    operators: CONVOLUTIONS,
    condition: "In a uint8 convolution the bias scale is not input scale × weight scale.",
    why: "The kernel would add the bias in the wrong unit: it refuses a difference above 2 % of the output scale, and the model does not load.",
    remedy: "Quantize the bias with scale = input scale × weight scale, zero point 0.",
    source: SOURCE,
    refused: (operator) =>
      operandsOf(operator).input?.dtype === "uint8" ? describeBiasScale(operator) : undefined,
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
