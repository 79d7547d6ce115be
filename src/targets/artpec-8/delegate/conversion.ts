import type { Operator } from "../../../graph/graph.ts";
import type { DataType } from "../../../graph/data-type.ts";
import { quantizationGranularity } from "../../../graph/quantization-granularity.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { delegateSource } from "./source.ts";
import { isAffine, isByte, isOneOf } from "./tensor-conditions.ts";
import { countOf } from "../../../words/numbers.ts";

/** Types that the NPU's cast has no counterpart for. */
const UNCASTABLE: readonly DataType[] = ["complex64", "uint32", "uint16"];

export const CONVERSIONS: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  [
    "QUANTIZE",
    [
      {
        code: "A8-QUANT-001",
        condition: "The input is quantized int16 or int32 and the output narrower.",
        why: "The NPU requantizes 8-bit data; wider data is converted on the CPU.",
        remedy:
          "Keep the tensor in int8 throughout, so that no conversion from 16 or 32 bit is needed.",
        source: delegateSource("582-624"),
        violated: describeNarrowing,
      },
      {
        code: "A8-QUANT-002",
        condition: "float32 is quantized to int8 or uint8 per channel.",
        why: "The NPU quantizes activations with one scale.",
        remedy: "Quantize activations per tensor.",
        source: delegateSource("582-624"),
        violated: ({ inputs: [input], outputs: [output] }) => {
          if (input?.dtype !== "float32" || output === undefined || !isByte(output))
            return undefined;
          return quantizationGranularity(output) === "per-channel"
            ? `${countOf(output.quantization?.scales.length ?? 0, "scale")} in the output`
            : undefined;
        },
      },
    ],
  ],
  [
    "DEQUANTIZE",
    [
      {
        code: "A8-DEQUANT-001",
        condition: "Quantized int16 or float16 becomes float32.",
        why: "The NPU dequantizes 8-bit data only.",
        remedy: "Quantize to int8, and let the application dequantize the model's outputs.",
        source: delegateSource("546-574"),
        violated: ({ inputs: [input], outputs: [output] }) => {
          if (input === undefined || output?.dtype !== "float32") return undefined;
          const isWide = isOneOf(input, ["int16", "float16"]) && isAffine(input);
          return isWide ? `quantized ${input.dtype} to float32` : undefined;
        },
      },
      {
        code: "A8-DEQUANT-002",
        condition: "int8 or uint8 that is quantized per channel becomes float32.",
        why: "The NPU dequantizes with one scale.",
        remedy:
          "Quantize the tensor per tensor, or convert to full integer so that weights need no DEQUANTIZE.",
        source: delegateSource("546-574"),
        violated: ({ inputs: [input], outputs: [output] }) => {
          if (input === undefined || !isByte(input) || output?.dtype !== "float32")
            return undefined;
          return quantizationGranularity(input) === "per-channel"
            ? `${countOf(input.quantization?.scales.length ?? 0, "scale")} in the input`
            : undefined;
        },
      },
    ],
  ],
  [
    "CAST",
    [
      {
        code: "A8-CAST-001",
        condition: "A side is complex64, uint32 or uint16.",
        why: "The NPU has no such type.",
        remedy: "Cast to int32 or float32 instead.",
        source: delegateSource("3489-3510"),
        violated: ({ inputs, outputs }) => {
          const odd = [...inputs, ...outputs].find(
            (tensor) => tensor && isOneOf(tensor, UNCASTABLE),
          );
          return odd && `"${odd.name}" is ${odd.dtype}`;
        },
      },
    ],
  ],
];

function describeNarrowing({ inputs: [input], outputs: [output] }: Operator): string | undefined {
  if (input === undefined || output === undefined || !isAffine(input)) return undefined;
  const toByte = isOneOf(input, ["int32", "int16"]) && isByte(output);
  const toWord = input.dtype === "int16" && output.dtype === "int32";
  return toByte || toWord ? `quantized ${input.dtype} to ${output.dtype}` : undefined;
}
