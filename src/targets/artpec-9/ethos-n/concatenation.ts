import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import { type Shape4, sameShape, toNpuTensor, toNpuTensors } from "./npu-tensor.ts";
import { FUSED_ACTIVATION, REQUANTIZABLE, SAME_TYPE } from "./shared-constraints.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import { countOf } from "../../../words/numbers.ts";

const SEVERAL_INPUTS: OperatorConstraint = {
  code: "A9-CONCAT-001",
  condition: "CONCATENATION has fewer than two inputs.",
  why: LEAVES_DLPU,
  remedy: "Remove the operator: it does nothing.",
  source: ARMNN_BACKEND,
  violated: ({ inputs }) => (inputs.length < 2 ? countOf(inputs.length, "input") : undefined),
};

const CONCAT_SHAPES: OperatorConstraint = {
  code: "A9-CONCAT-002",
  condition:
    "CONCATENATION joins along the batch, or tensors that are not alike in all other of the four dimensions.",
  why: `${LEAVES_DLPU} Tensors with fewer than 4 dimensions whose first is above 1 get a batch of 1 in front, but the axis is not moved with it.`,
  remedy: "Concatenate 4-dimensional tensors of batch 1 along height, width or channels.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const inputs = toNpuTensors(operator.inputs);
    const output = toNpuTensor(operator.outputs[0]);
    const axis = concatAxisOf(operator);
    if (inputs === undefined || output === undefined || axis === undefined) return undefined;
    const shapes = inputs.map(({ shape }) => shape);
    const joined = joinShapes(shapes, axis);
    return axis > 0 && joined !== undefined && sameShape(joined, output.shape)
      ? undefined
      : `axis ${axis} of ${shapes.map((shape) => shape.join("×")).join(", ")}`;
  },
};

export const CONCATENATION: readonly OperatorConstraint[] = [
  SEVERAL_INPUTS,
  CONCAT_SHAPES,
  REQUANTIZABLE,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

/** The axis as the file means it: among the tensor's own dimensions, counted from the front. */
export function concatAxisOf(operator: Operator): number | undefined {
  const axis = optionsOf(operator, "Concatenation")?.axis ?? 0;
  const rank = operator.outputs[0]?.shape?.length;
  return rank === undefined ? undefined : axis + (axis < 0 ? rank : 0);
}

/** The shape that the library expects of the result; `undefined` where the shapes differ in another dimension. */
function joinShapes(shapes: readonly Shape4[], axis: number): readonly number[] | undefined {
  const [first] = shapes;
  const isAlike = shapes.every((shape) =>
    shape.every((size, dimension) => dimension === axis || size === first?.[dimension]),
  );
  if (!isAlike) return undefined;
  const length = shapes.reduce((sum, shape) => sum + (shape[axis] ?? 0), 0);
  return first?.map((size, dimension) => (dimension === axis ? length : size));
}
