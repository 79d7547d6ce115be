import type { Operator } from "../../../graph/graph.ts";
import { fusedActivationOf } from "../../../graph/options-of.ts";
import { quantizationGranularity } from "../../../graph/quantization-granularity.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { delegateSource } from "./source.ts";
import { describeTensor, isAffine, isByte, isOneOf, storedRank } from "./tensor-conditions.ts";

/** ADD, SUB, MUL and DIV go through the same check. */
const ARITHMETIC: readonly OperatorConstraint[] = [
  {
    code: "A8-ARITH-001",
    condition: "The first input is quantized int16 and the output quantized int8 or uint8.",
    why: "The NPU does not narrow 16-bit data in an element-wise operator.",
    remedy: "Quantize the operator's inputs to int8.",
    source: delegateSource("634-669 and 1624-1631"),
    violated: ({ inputs: [input], outputs: [output] }) => {
      if (input === undefined || output === undefined) return undefined;
      const narrows = input.dtype === "int16" && isByte(output);
      return narrows && isAffine(input) && isAffine(output)
        ? `${describeTensor(input)} to ${output.dtype}`
        : undefined;
    },
  },
  {
    code: "A8-ARITH-002",
    condition: "The fused activation is RELU_N1_TO_1 and first input and output are int32.",
    why: "The NPU clamps to [-1, 1] only in its own number formats.",
    remedy: "Quantize the operator to int8, or leave out the activation on integers.",
    source: delegateSource("634-669"),
    violated: (operator) => {
      const isClamped = fusedActivationOf(operator) === "RELU_N1_TO_1";
      return isClamped && isAllInt32(operator.inputs[0], operator.outputs[0])
        ? "int32 with RELU_N1_TO_1"
        : undefined;
    },
  },
];

const SELECT: readonly OperatorConstraint[] = [
  {
    code: "A8-SELECT-001",
    condition: "Condition and first choice have different ranks.",
    why: "The NPU's select does not broadcast over dimensions.",
    remedy: "Reshape or tile the condition to the rank of the data.",
    source: delegateSource("3141-3172"),
    violated: ({ inputs: [condition, choice] }) => {
      if (condition === undefined || choice === undefined) return undefined;
      if (storedRank(condition) === storedRank(choice)) return undefined;
      return `${describeTensor(condition)} and ${describeTensor(choice)}`;
    },
  },
  {
    code: "A8-SELECT-002",
    condition: "A choice or the output is int8, uint8 or bool.",
    why: "The delegate refuses 8-bit data here, so no quantized select runs on the NPU.",
    remedy:
      "Replace the select by arithmetic (multiply with a 0/1 mask and add), or do it in the application.",
    source: delegateSource("3141-3172"),
    violated: ({ inputs: [, ...choices], outputs }) => {
      const byte = [...choices, ...outputs].find(
        (tensor) => tensor && isOneOf(tensor, ["int8", "uint8", "bool"]),
      );
      return byte && describeTensor(byte);
    },
  },
];

export const ELEMENTWISE: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["ADD", ARITHMETIC],
  ["SUB", ARITHMETIC],
  ["MUL", ARITHMETIC],
  ["DIV", ARITHMETIC],
  ["SELECT", SELECT],
  ["SELECT_V2", SELECT],
  [
    "POW",
    [
      {
        code: "A8-POW-001",
        condition: "Both inputs are int32.",
        why: "The NPU has no integer power.",
        remedy: "Write small powers as multiplications.",
        source: delegateSource("526-538"),
        violated: ({ inputs: [base, exponent] }) =>
          isAllInt32(base, exponent) ? "int32 base and exponent" : undefined,
      },
    ],
  ],
  [
    "SQUARED_DIFFERENCE",
    [
      {
        code: "A8-SQDIFF-001",
        condition:
          "Inputs and output are not all float32, all int8 or all uint8, or not quantized per tensor.",
        why: "The delegate hands the operator back without a line in the log.",
        remedy: "Write the operator as SUB followed by MUL with itself, quantized per tensor.",
        source: delegateSource("3541-3563"),
        violated: describeSquaredDifference,
      },
    ],
  ],
];

function isAllInt32(...tensors: readonly Operator["inputs"][number][]): boolean {
  return tensors.every((tensor) => tensor?.dtype === "int32");
}

function describeSquaredDifference({ inputs, outputs }: Operator): string | undefined {
  const tensors = [...inputs, ...outputs].filter((tensor) => tensor !== undefined);
  const dtypes = new Set(tensors.map(({ dtype }) => dtype));
  if (dtypes.size > 1) return `types ${[...dtypes].join(", ")}`;
  const odd = tensors.find((tensor) => !isOneOf(tensor, ["float32", "int8", "uint8"]));
  if (odd !== undefined) return `type ${odd.dtype}`;
  const fine = tensors.find((tensor) => quantizationGranularity(tensor) === "per-channel");
  return fine && `${describeTensor(fine)} is quantized per channel`;
}
