import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { delegateSource } from "./source.ts";
import { describeTensor, storedRank } from "./tensor-conditions.ts";

export const CONVOLUTIONS: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  [
    "CONV_2D",
    [
      weightsOfAnotherType("A8-CONV-001", "917-953"),
      {
        code: "A8-CONV-002",
        condition:
          "The convolution is grouped (weights have fewer input channels than the input) and the batch is not 1.",
        why: "The NPU runs grouped convolutions for one image at a time.",
        remedy: "Export with batch size 1, or replace the grouped convolution by a regular one.",
        source: delegateSource("917-953"),
        violated: describeGroupedBatch,
      },
    ],
  ],
  ["DEPTHWISE_CONV_2D", [weightsOfAnotherType("A8-DWCONV-001", "1136-1148")]],
  [
    "FULLY_CONNECTED",
    [
      weightsOfAnotherType("A8-FC-001", "804-832"),
      {
        code: "A8-FC-002",
        condition: "Weights are stored in the shuffled 4x16 format.",
        why: "Only the default layout of weights can be handed to the NPU.",
        remedy:
          "Convert again with a current TFLite converter, which writes the default weights format.",
        source: delegateSource("804-832"),
        violated: (operator) => {
          const format = optionsOf(operator, "FullyConnected")?.weightsFormat;
          return format === "SHUFFLED4x16INT8" ? `weights_format ${format}` : undefined;
        },
      },
      {
        code: "A8-FC-003",
        condition: "An input is int16.",
        why: "The NPU's fully connected layer takes 8-bit data.",
        remedy: "Quantize activations to int8 instead of int16.",
        source: delegateSource("804-832"),
        violated: ({ inputs }) => {
          const wide = inputs.find((tensor) => tensor?.dtype === "int16");
          return wide && describeTensor(wide);
        },
      },
    ],
  ],
  [
    "TRANSPOSE_CONV",
    [
      {
        code: "A8-TCONV-001",
        condition: "The output's shape is not stored in the file.",
        why: "The delegate judges the shapes in the file, before TFLite works out others.",
        remedy:
          "Export with fixed shapes, and give the transposed convolution a constant output shape.",
        source: delegateSource("1033-1043"),
        violated: ({ outputs: [output] }) =>
          output && storedRank(output) === 0 ? describeTensor(output) : undefined,
      },
    ],
  ],
  [
    "CONV_3D",
    [
      weightsOfAnotherType("A8-CONV3D-001", "3394-3420"),
      {
        code: "A8-CONV3D-002",
        condition: "A dilation is above 1.",
        why: "The NPU's 3-D convolution has no dilation.",
        remedy:
          "Use a dilation rate of 1, with larger kernels or more layers for the same field of view.",
        source: delegateSource("3394-3420"),
        violated: describeDilation3D,
      },
      {
        code: "A8-CONV3D-003",
        condition: "Weights are computed at run time.",
        why: "The NPU compiles the weights into its program.",
        remedy: "Make the weights constants of the model.",
        source: delegateSource("3394-3420"),
        violated: ({ inputs: [, weights] }) =>
          weights && weights.data === undefined ? describeTensor(weights) : undefined,
      },
    ],
  ],
];

/** Hybrid operators: float32 activations with int8 weights, but also uint8 with int8. */
function weightsOfAnotherType(code: string, lines: string): OperatorConstraint {
  return {
    code,
    condition: "Input and weights have different types.",
    why: "The NPU's convolution engine multiplies values of one type; such a hybrid operator runs on the CPU.",
    remedy:
      "Quantize the whole model to full integer with a representative dataset (supported_ops = TFLITE_BUILTINS_INT8), not only its weights.",
    source: delegateSource(lines),
    violated: ({ inputs: [input, weights] }) => {
      if (input === undefined || weights === undefined) return undefined;
      if (input.dtype === weights.dtype) return undefined;
      return `input ${input.dtype}, weights ${weights.dtype}`;
    },
  };
}

function describeGroupedBatch({ inputs: [input, weights] }: Operator): string | undefined {
  const [batch, , , channels] = input?.shape ?? [];
  const groupChannels = weights?.shape?.[3];
  if (channels === groupChannels || batch === 1) return undefined;
  return `batch ${batch ?? "?"}, ${channels ?? "?"} input channels, ${groupChannels ?? "?"} a group`;
}

function describeDilation3D(operator: Operator): string | undefined {
  const options = optionsOf(operator, "Conv3D");
  if (options === undefined) return undefined;
  const { dilationD, dilationH, dilationW } = options;
  const isDilated = Math.max(dilationD, dilationH, dilationW) > 1;
  return isDilated ? `dilation ${dilationD}×${dilationH}×${dilationW}` : undefined;
}
