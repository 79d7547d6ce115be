import type { Operator } from "../../graph/graph.ts";
import type { DataType } from "../../graph/data-type.ts";
import { fusedActivationOf, optionsOf } from "../../graph/options-of.ts";
import { elementCount } from "../../graph/tensor-shape.ts";
import { describeBiasScale } from "./bias.ts";
import { describeOperand, type KernelCheck, kernelSource } from "./kernel-check.ts";
import { countOf } from "../../words/numbers.ts";

const OPERATORS: ReadonlySet<string> = new Set(["FULLY_CONNECTED"]);
const SOURCE = kernelSource("fully_connected.cc");
const NARROW: readonly DataType[] = ["uint8", "int8", "int4", "int2"];
const INTEGER_DATA: readonly DataType[] = ["uint8", "int8", "int16"];
const INTEGER_BIAS: readonly (DataType | undefined)[] = ["int32", "int64", undefined];

/** What the kernel of FULLY_CONNECTED refuses. */
export const FULLY_CONNECTED_CHECKS: readonly KernelCheck[] = [
  {
    code: "TFL-FC-001",
    operators: OPERATORS,
    condition: "Input, weights, bias and output have types that the kernel does not combine.",
    why: "The model does not load.",
    remedy:
      "Convert to full integer in one go: int8 (or uint8) data and weights, int32 bias; a float32 layer needs a float32 bias and output.",
    source: SOURCE,
    refused: describeTypes,
  },
  {
    code: "TFL-FC-002",
    operators: OPERATORS,
    condition: "The fused activation is TANH or SIGN_BIT.",
    why: "The kernel clamps only (RELU, RELU6, RELU_N1_TO_1); the model does not load.",
    remedy: "Make the activation an operator of its own.",
    source: SOURCE,
    refused: describeActivation,
  },
  {
    code: "TFL-FC-003",
    operators: OPERATORS,
    condition:
      "Weights are in the shuffled 4x16 format and the operator lacks its workspace output.",
    why: "The kernel then needs a second output; the model does not load.",
    remedy:
      "Convert again with a current TFLite converter, which writes the default weights format.",
    source: SOURCE,
    refused: (operator) => {
      const isShuffled = optionsOf(operator, "FullyConnected")?.weightsFormat !== "DEFAULT";
      const expected = isShuffled && operator.options.kind === "FullyConnected" ? 2 : 1;
      const count = operator.outputs.length;
      return count === expected ? undefined : `${countOf(count, "output")}, expected ${expected}`;
    },
  },
  {
    code: "TFL-FC-004",
    operators: OPERATORS,
    condition: "Weights are not 2-dimensional, or the bias has not one value for each output.",
    why: "The model does not load.",
    remedy:
      "Reshape the weights to outputs × inputs before conversion; a 4-dimensional matrix is a 1×1 CONV_2D.",
    source: SOURCE,
    refused: ({ inputs: [, weights, bias] }) => {
      if (weights?.shape === undefined) return undefined;
      if (weights.shape.length !== 2) return `weights ${describeOperand(weights)}`;
      const isFitting = bias === undefined || elementCount(bias) === weights.shape[0];
      return isFitting
        ? undefined
        : `bias ${describeOperand(bias)} for ${weights.shape[0] ?? "?"} outputs`;
    },
  },
  {
    code: "TFL-FC-005",
    operators: OPERATORS,
    condition:
      "In a quantized layer with one weight scale, the bias scale is not input scale × weight scale.",
    why: "The kernel would add the bias in the wrong unit: it refuses a difference above 2 % of the output scale, and the model does not load.",
    remedy: "Quantize the bias with scale = input scale × weight scale, zero point 0.",
    source: SOURCE,
    refused: (operator) => {
      const [input, weights] = operator.inputs;
      if (input === undefined || !INTEGER_DATA.includes(input.dtype)) return undefined;
      return (weights?.quantization?.scales.length ?? 0) > 1
        ? undefined
        : describeBiasScale(operator);
    },
  },
  {
    code: "TFL-FC-006",
    operators: OPERATORS,
    condition: "Weights are quantized per channel with uint8 data.",
    why: "TFLite knows per-channel weights only as signed integers with int8 or int16 data; the model does not load.",
    remedy: "Convert to int8, or quantize the weights per tensor.",
    source: SOURCE,
    refused: ({ inputs: [input, weights] }) => {
      const count = weights?.quantization?.scales.length ?? 0;
      const isUnsigned = [input?.dtype, weights?.dtype].includes("uint8");
      return isUnsigned && input?.dtype !== "float32" && count > 1 ? `${count} scales` : undefined;
    },
  },
];

function describeTypes({ inputs: [input, weights, bias], outputs: [output] }: Operator) {
  if (input === undefined || weights === undefined || output === undefined) return undefined;
  const isTaken = combines(input.dtype, weights.dtype, bias?.dtype, output.dtype);
  if (isTaken) return undefined;
  return `input ${input.dtype}, weights ${weights.dtype}, bias ${bias?.dtype ?? "none"}, output ${output.dtype}`;
}

function combines(
  input: DataType,
  weights: DataType,
  bias: DataType | undefined,
  output: DataType,
): boolean {
  const isFloatBias = bias === undefined || bias === "float32";
  if (input === "float32") {
    return output === "float32" && isFloatBias && ["float32", ...NARROW].includes(weights);
  }
  if (!INTEGER_BIAS.includes(bias)) return false;
  if (weights === "int16") return input === "int16" && output === "int16";
  return NARROW.includes(weights) && INTEGER_DATA.includes(input) && INTEGER_DATA.includes(output);
}

/** Hybrid layers (float32 data, 8-bit weights) take any activation. */
function describeActivation(operator: Operator): string | undefined {
  const [input, weights] = operator.inputs;
  const activation = fusedActivationOf(operator);
  if (input?.dtype === "float32" && weights !== undefined && NARROW.includes(weights.dtype)) {
    return undefined;
  }
  return activation === "TANH" || activation === "SIGN_BIT" ? activation : undefined;
}
