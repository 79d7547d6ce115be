import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { delegateSource } from "./source.ts";
import { describeFirst } from "./tensor-conditions.ts";

/** The driver's tensors have six dimensions at most. */
const MAX_RANK = 6;
/** Largest size of any dimension but the first; the delegate's message says height and width. */
const MAX_SIZE = 65_535;

/** What the delegate asks of every operator before it looks at the operator's own conditions. */
export const GENERAL_CONSTRAINTS: readonly OperatorConstraint[] = [
  {
    code: "AX-OP-809",
    condition:
      "The operator reads or writes int64, reads more than 6 dimensions or a dimension above 65535 (the first one may be larger), or is a STRIDED_SLICE with an ellipsis or new-axis mask.",
    why: "The NPU's driver has no form for it, so the operator goes back to the CPU without a line in the log.",
    remedy:
      "Keep indices in int32 (tf.argmax with output_type=tf.int32, tf.cast before the gather), merge dimensions with a reshape, split dimensions above 65535, and write slices with explicit ranges instead of `...` and tf.newaxis.",
    source: delegateSource("310-351 and 1345-1371"),
    violated: findUnsupportedForm,
  },
  {
    code: "A8-ALL-001",
    condition: "An input is a string tensor.",
    why: "The NPU has no strings.",
    remedy: "Do text processing in the application and feed the model numbers.",
    source: delegateSource("316-319"),
    violated: ({ inputs }) => describeFirst(inputs, ({ dtype }) => dtype === "string"),
  },
  {
    code: "A8-ALL-002",
    condition: "An input or output has a dimension of size 0.",
    why: "The NPU cannot hold an empty tensor; a stored size of 0 often stands for a size that is only known at run time.",
    remedy: "Export the model with fixed shapes and without empty tensors.",
    source: delegateSource("328-359"),
    violated: ({ inputs, outputs }) =>
      describeFirst([...inputs, ...outputs], ({ shape }) => shape?.includes(0) ?? false),
  },
  {
    code: "A8-ALL-003",
    condition: "An output is int16.",
    why: "The delegate gives 16-bit results back to the CPU.",
    remedy:
      "Quantize activations to int8: drop the 16x8 mode (EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8).",
    source: delegateSource("344-347"),
    violated: ({ outputs }) => describeFirst(outputs, ({ dtype }) => dtype === "int16"),
  },
];

function findUnsupportedForm(operator: Operator): string | undefined {
  const { inputs, outputs, name } = operator;
  // BROADCAST_TO may have an int64 shape operand: the delegate never reads it.
  const isWideInput = (tensor: Tensor) => isInt64(tensor) && name !== "BROADCAST_TO";
  return (
    describeFirst(inputs, (tensor) => isWideInput(tensor) || isTooLarge(tensor)) ??
    describeFirst(outputs, isInt64) ??
    describeSliceMask(operator)
  );
}

function isInt64({ dtype }: Tensor): boolean {
  return dtype === "int64";
}

function isTooLarge({ shape = [] }: Tensor): boolean {
  const [, ...afterFirst] = shape;
  const isWide = afterFirst.some((size) => typeof size === "number" && size > MAX_SIZE);
  return isWide || shape.length > MAX_RANK;
}

function describeSliceMask(operator: Operator): string | undefined {
  const slice = optionsOf(operator, "StridedSlice");
  if (slice === undefined) return undefined;
  if (slice.newAxisMask !== 0) return `new_axis_mask ${slice.newAxisMask}`;
  return slice.ellipsisMask === 0 ? undefined : `ellipsis_mask ${slice.ellipsisMask}`;
}
