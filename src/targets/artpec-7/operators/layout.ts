import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import { AXIS_LIST, COMPILED_PAIRS, CORAL_LIST, LEAVES_TPU } from "../sources.ts";
import { fusedActivation } from "./activation.ts";
import { axisFromFront, constantOperands } from "./operands.ts";

const KEEP_BATCH = "Work on height, width or channels only.";

const concatenatedConstant: OperatorConstraint = {
  code: "A7-CONCAT-001",
  condition:
    "A CONCATENATION has a constant operand, unless it is one of two and holds nothing but zeros.",
  why: LEAVES_TPU,
  remedy: "Append the constant in the application, or add it with tf.pad if it is all zeros.",
  source: AXIS_LIST,
  violated: (operator) => {
    const constants = constantOperands(operator);
    if (constants.length === 0) return undefined;
    const isPadding = operator.inputs.length === 2 && constants.every(isZero);
    return isPadding ? undefined : `${constants.length} of ${operator.inputs.length} constant`;
  },
};

/** True when all values stand for the number 0, which is stored as the zero point. */
function isZero(tensor: Tensor): boolean {
  const zeroPoint = tensor.quantization?.zeroPoints[0] ?? 0;
  return constantInts(tensor)?.every((value) => value === zeroPoint) ?? false;
}

const packsBatch: OperatorConstraint = {
  code: "A7-PACK-001",
  condition: "A PACK stacks along the batch dimension.",
  why: LEAVES_TPU,
  remedy: KEEP_BATCH,
  source: AXIS_LIST,
  violated: (operator) => {
    const axis = optionsOf(operator, "Pack")?.axis ?? 0;
    return axisFromFront(axis, operator.outputs[0]) === 0 ? "axis 0" : undefined;
  },
};

const padsBatch: OperatorConstraint = {
  code: "A7-PAD-001",
  condition: "A PAD enlarges the batch dimension.",
  why: LEAVES_TPU,
  remedy: KEEP_BATCH,
  source: AXIS_LIST,
  violated: ({ inputs: [, paddings] }) => {
    const [before = 0, after = 0] = constantInts(paddings) ?? [];
    return before + after === 0 ? undefined : `batch padded by ${before + after}`;
  },
};

const splitsBatch: OperatorConstraint = {
  code: "A7-SPLIT-001",
  condition: "A SPLIT cuts the batch dimension into several parts.",
  why: LEAVES_TPU,
  remedy: KEEP_BATCH,
  source: `${CORAL_LIST}; ${COMPILED_PAIRS} (a split into one part was mapped)`,
  violated: ({ inputs: [axes, input], outputs }: Operator) => {
    const [axis = -1] = constantInts(axes) ?? [];
    const cutsBatch = outputs.length > 1 && axisFromFront(axis, input) === 0;
    return cutsBatch ? `axis 0 in ${outputs.length}` : undefined;
  },
};

const strides: OperatorConstraint = {
  code: "A7-SLICE-001",
  condition: "A STRIDED_SLICE skips elements: a stride is not 1.",
  why: `The compiler reports "Only Strided-Slice with unitary strides supported". ${LEAVES_TPU}`,
  remedy:
    "Replace it by a strided convolution or pooling (the Focus layer of YOLOv5 by a 6×6 convolution with stride 2), or by SPACE_TO_DEPTH.",
  source: CORAL_LIST,
  violated: ({ inputs: [, , , steps] }) => {
    const values = constantInts(steps) ?? [];
    return values.every((step) => step === 1) ? undefined : `strides ${values.join(", ")}`;
  },
};

const sliceMasks: OperatorConstraint = {
  code: "A7-SLICE-002",
  condition: "A STRIDED_SLICE uses an ellipsis or a new axis.",
  why: LEAVES_TPU,
  remedy: "Write the slice with one range for each dimension, and add axes with tf.reshape.",
  source: CORAL_LIST,
  violated: (operator) => {
    const { ellipsisMask = 0, newAxisMask = 0 } = optionsOf(operator, "StridedSlice") ?? {};
    if (ellipsisMask === 0 && newAxisMask === 0) return undefined;
    return `ellipsis_mask ${ellipsisMask}, new_axis_mask ${newAxisMask}`;
  },
};

/** TILE is in no published list, but compiled models have it on the Edge TPU. Source: `COMPILED_PAIRS`. */
export const LAYOUT: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["CONCATENATION", [fusedActivation, concatenatedConstant]],
  ["EXPAND_DIMS", []],
  ["PACK", [packsBatch]],
  ["PAD", [padsBatch]],
  ["RESHAPE", []],
  ["SLICE", []],
  ["SPACE_TO_DEPTH", []],
  ["SPLIT", [splitsBatch]],
  ["SQUEEZE", []],
  ["STRIDED_SLICE", [strides, sliceMasks]],
  ["TILE", []],
  ["TRANSPOSE", []],
];
