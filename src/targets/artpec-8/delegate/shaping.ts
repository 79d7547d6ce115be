import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { delegateSource } from "./source.ts";
import {
  describeFirst,
  describeTensor,
  isByte,
  isConstant,
  storedRank,
} from "./tensor-conditions.ts";

const FIX_SHAPES =
  "Export the model with fixed shapes, so that the output's shape stands in the file.";
const FOLD_CONSTANT =
  "Export with fixed shapes, so that the converter folds the operand into a constant.";

/** Shape checks of the two operators that trade batch for space. */
const BATCH_AND_SPACE: readonly OperatorConstraint[] = [
  {
    code: "A8-BATCHSPACE-001",
    condition: "The input has not 4 dimensions, or the block not 2.",
    why: "The NPU moves batches into height and width only.",
    remedy:
      "Give the operator NHWC data with a block of two sizes, or use dilated 2-D convolutions.",
    source: delegateSource("2756-2779 and 2808-2831"),
    violated: ({ inputs: [input, block] }) =>
      describeFirst([input], (tensor) => storedRank(tensor) !== 4) ??
      describeFirst([block], ({ shape }) => shape?.[0] !== 2),
  },
  withoutStoredShape("A8-BATCHSPACE-002", "2756-2779 and 2808-2831"),
];

const BLOCKS: readonly OperatorConstraint[] = [
  {
    code: "A8-DEPTHSPACE-001",
    condition: "The input is int32.",
    why: "The NPU rearranges 8-bit and floating-point data only.",
    remedy: "Quantize the operator to int8, or write it as reshape and transpose.",
    source: delegateSource("1827-1855 and 1878-1905"),
    violated: ({ inputs }) => describeFirst(inputs, ({ dtype }) => dtype === "int32"),
  },
  withoutQuantization("A8-DEPTHSPACE-002", "1827-1855 and 1878-1905"),
];

const RESIZE: readonly OperatorConstraint[] = [
  computedOperand("A8-RESIZE-001", "1635-1662", "The target size", [1]),
  withoutQuantization("A8-RESIZE-002", "1635-1662"),
];

export const SHAPING: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  [
    "RESHAPE",
    [
      computedOperand("A8-RESHAPE-001", "1267-1283", "The new shape", [1]),
      withoutStoredShape("A8-RESHAPE-002", "1267-1283"),
    ],
  ],
  [
    "STRIDED_SLICE",
    [computedOperand("A8-SSLICE-001", "1345-1371", "Begin, end or strides", [1, 2, 3])],
  ],
  [
    "SLICE",
    [
      computedOperand("A8-SLICE-001", "3005-3032", "Begin or size", [1, 2]),
      {
        code: "A8-SLICE-002",
        condition: "Data of more than 3 dimensions is sliced along the batch.",
        why: "The NPU slices within one image.",
        remedy: "Slice before the model, or reshape so that the batch is not the sliced dimension.",
        source: delegateSource("3005-3032"),
        violated: describeBatchSlice,
      },
    ],
  ],
  ["PAD", [withoutStoredShape("A8-PAD-001", "1510-1519")]],
  ["MIRROR_PAD", [withoutStoredShape("A8-MPAD-001", "1557-1573")]],
  ["RESIZE_BILINEAR", RESIZE],
  ["RESIZE_NEAREST_NEIGHBOR", RESIZE],
  // The delegate also refuses outputs that are dynamic, which no tensor is before TFLite allocates.
  ["SPLIT", [withoutQuantization("A8-SPLIT-001", "1737-1761")]],
  ["SPLIT_V", [withoutQuantization("A8-SPLITV-001", "3073-3097")]],
  ["SPACE_TO_DEPTH", BLOCKS],
  ["DEPTH_TO_SPACE", BLOCKS],
  ["TRANSPOSE", [withoutStoredShape("A8-TRANSPOSE-001", "1945-1955")]],
  ["BATCH_TO_SPACE_ND", BATCH_AND_SPACE],
  ["SPACE_TO_BATCH_ND", BATCH_AND_SPACE],
  ["REVERSE_V2", [computedOperand("A8-REVERSE-001", "2858-2868", "The axis", [1])]],
  ["EXPAND_DIMS", [computedOperand("A8-EXPAND-001", "2944-2955", "The axis", [1])]],
  ["SCATTER_ND", [computedOperand("A8-SCATTER-001", "3617-3627", "The shape", [2])]],
  [
    "SHAPE",
    [
      {
        code: "A8-SHAPE-001",
        condition: "A dimension of the input is not known.",
        why: "The delegate writes the shape into its program.",
        remedy: "Export the model with fixed shapes; the converter then folds the operator away.",
        source: delegateSource("3460-3472"),
        violated: ({ inputs }) =>
          describeFirst(inputs, ({ shape = [] }) =>
            shape.some((size) => typeof size !== "number" || size <= 0),
          ),
      },
    ],
  ],
];

/** The delegate reads the operand when it builds its program, so it must stand in the file. */
function computedOperand(
  code: string,
  lines: string,
  subject: string,
  positions: readonly number[],
): OperatorConstraint {
  return {
    code,
    condition: `${subject} is computed at run time.`,
    why: "The NPU's program is compiled once, with these values in it.",
    remedy: FOLD_CONSTANT,
    source: delegateSource(lines),
    violated: ({ inputs }) =>
      describeFirst(
        positions.map((position) => inputs[position]),
        (tensor) => !isConstant(tensor),
      ),
  };
}

/** Rank 0 stands for scalars too: the delegate cannot tell them from shapes to come. */
function withoutStoredShape(code: string, lines: string): OperatorConstraint {
  return {
    code,
    condition: "The output is a scalar or its shape is not stored in the file.",
    why: "The delegate judges the shapes in the file, and takes rank 0 for a dynamic shape.",
    remedy: FIX_SHAPES,
    source: delegateSource(lines),
    violated: ({ outputs: [output] }) =>
      describeFirst([output], (tensor) => storedRank(tensor) === 0),
  };
}

function withoutQuantization(code: string, lines: string): OperatorConstraint {
  return {
    code,
    condition: "An int8 or uint8 input has no scale.",
    why: "The delegate takes 8-bit data only as quantized numbers here.",
    remedy:
      "Quantize the tensor (full-integer conversion gives every 8-bit tensor a scale), or keep raw bytes out of the model.",
    source: delegateSource(lines),
    violated: ({ inputs }) => describeFirst(inputs, isPlainByte),
  };
}

function isPlainByte(tensor: Tensor): boolean {
  return isByte(tensor) && !tensor.quantization?.scales.length;
}

function describeBatchSlice({ inputs: [input], outputs: [output] }: Operator): string | undefined {
  if (input === undefined || output === undefined || storedRank(input) <= 3) return undefined;
  if (input.shape?.[0] === output.shape?.[0]) return undefined;
  return `${describeTensor(input)} to ${describeTensor(output)}`;
}
