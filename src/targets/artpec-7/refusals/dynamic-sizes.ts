import { renderShape } from "../../../check/evidence.ts";
import type { Rule } from "../../../check/rule.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { computedOperands, isComputed } from "../operators/operands.ts";
import { CORAL_REQUIREMENTS, edgetpuIssue } from "../sources.ts";
import { findOperators } from "./find-operators.ts";

/**
 * Sizes that are only known at run time.
 *
 * A size of -1 in the signature alone is no obstacle: the compiler takes the sizes stored beside it.
 */
export const dynamicSizes: Rule = {
  code: "A7-FILE-003",
  severity: "error",
  format: "tflite",
  condition: "The size of a tensor is only known at run time.",
  why: `The compiler refuses the whole file: "Attempting to use a delegate that only supports static-sized tensors with a graph that has dynamic-sized tensors", "Model failed in Tflite interpreter".`,
  remedy:
    "Fix all sizes before conversion, the batch to 1 (model.input.set_shape((1,) + model.input.shape[1:]), or tf.function with a full input_signature; in ONNX a static batch at export), so that the converter can fold the shapes into constants.",
  source: `${CORAL_REQUIREMENTS}; ${edgetpuIssue(586)}; ${edgetpuIssue(829)}`,
  find: (graph) => findOperators(graph, describeDynamic),
};

/** Operands that decide the output's size, by operator. Source: TFLite's kernels, which make the output dynamic unless these are constant. */
const SIZE_OPERANDS: ReadonlyMap<string, readonly number[]> = new Map([
  ["BATCH_TO_SPACE_ND", [1, 2]],
  ["BROADCAST_TO", [1]],
  ["EXPAND_DIMS", [1]],
  ["FILL", [0]],
  ["MEAN", [1]],
  ["MIRROR_PAD", [1]],
  ["ONE_HOT", [1]],
  ["PAD", [1]],
  ["PADV2", [1]],
  ["RANGE", [0, 1, 2]],
  ["REDUCE_ANY", [1]],
  ["REDUCE_MAX", [1]],
  ["REDUCE_MIN", [1]],
  ["REDUCE_PROD", [1]],
  ["RESHAPE", [1]],
  ["RESIZE_BILINEAR", [1]],
  ["RESIZE_NEAREST_NEIGHBOR", [1]],
  ["SLICE", [1, 2]],
  ["SPACE_TO_BATCH_ND", [1, 2]],
  ["SPLIT", [0]],
  ["STRIDED_SLICE", [1, 2, 3]],
  ["SUM", [1]],
  ["TILE", [1]],
  ["TOPK_V2", [1]],
  ["TRANSPOSE", [1]],
  ["TRANSPOSE_CONV", [0]],
]);

/** Operators whose output's size depends on the values they read. */
const DATA_DEPENDENT: ReadonlySet<string> = new Set(["UNIQUE", "WHERE"]);

function describeDynamic(operator: Operator): string | undefined {
  if (DATA_DEPENDENT.has(operator.name)) return "the output's size depends on the data";
  const position = SIZE_OPERANDS.get(operator.name)?.find((i) => isComputed(operator.inputs[i]));
  if (position !== undefined) return `the output's size is computed (operand ${position})`;
  const tensor = computedOperands(operator).find(hasUnknownSize);
  return tensor && `stored shape ${renderShape(tensor)}`;
}

function hasUnknownSize({ shape }: Tensor): boolean {
  return shape?.some((size) => typeof size !== "number" || size < 0) ?? true;
}
