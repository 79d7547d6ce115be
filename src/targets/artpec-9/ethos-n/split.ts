import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import {
  sameQuantization,
  sameShape,
  storedSizes,
  toNpuTensor,
  toNpuTensors,
  toShape4,
} from "./npu-tensor.ts";
import { dataInputsOf } from "./operands.ts";
import { describeQuantization } from "./quantization.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import { countOf } from "../../../words/numbers.ts";

const SEVERAL_OUTPUTS: OperatorConstraint = {
  code: "A9-SPLIT-001",
  condition: "A split has fewer than two outputs, or an axis that is computed at run time.",
  why: LEAVES_DLPU,
  remedy: "Remove a split with one output: it does nothing.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    if (operator.outputs.length < 2) return countOf(operator.outputs.length, "output");
    return splitAxisOf(operator) === undefined ? "axis is not constant" : undefined;
  },
};

const SPLIT_SHAPES: OperatorConstraint = {
  code: "A9-SPLIT-002",
  condition:
    "A split runs along the batch, or its parts don't make up the input along that of the four dimensions.",
  why: `${LEAVES_DLPU} A tensor with fewer than 4 dimensions whose first is above 1 gets a batch of 1 in front, but the axis is not moved with it.`,
  remedy: "Split 4-dimensional tensors of batch 1 along height, width or channels.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const axis = splitAxisOf(operator);
    if (axis === undefined) return undefined;
    return describeParts(dataInputsOf(operator)[0], axis, partSizesOf(operator, axis));
  },
};

const SPLIT_QUANTIZATION: OperatorConstraint = {
  code: "A9-SPLIT-003",
  condition: "An output of a split has another scale, zero point or dtype than its input.",
  why: `${LEAVES_DLPU} Arm's library compares scale and zero point exactly here; the published table does not say so.`,
  remedy: "Convert with a current TFLite converter, which gives them all the same quantization.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const input = toNpuTensor(dataInputsOf(operator)[0]);
    const other =
      input &&
      toNpuTensors(operator.outputs)?.find(
        (output) => output.dtype !== input.dtype || !sameQuantization(output, input),
      );
    return other && `input ${describeQuantization(input)}, output ${describeQuantization(other)}`;
  },
};

/** SPLIT, SPLIT_V and UNPACK, which is a split into parts of one that lose that dimension. */
export const SPLIT: readonly OperatorConstraint[] = [
  SEVERAL_OUTPUTS,
  SPLIT_SHAPES,
  SPLIT_QUANTIZATION,
];

/** The axis among the tensor's own dimensions, counted from the front; `undefined` if it is not constant. */
export function splitAxisOf(operator: Operator): number | undefined {
  const axis = storedAxisOf(operator);
  const rank = dataInputsOf(operator)[0]?.shape?.length;
  return axis === undefined || rank === undefined ? undefined : axis + (axis < 0 ? rank : 0);
}

/** Lengths of the parts along the axis; 0 for one that has no such dimension. */
function partSizesOf(operator: Operator, axis: number): readonly number[] {
  if (operator.name === "UNPACK") return operator.outputs.map(() => 1);
  return operator.outputs.map((output) => (output && storedSizes(output)?.[axis]) ?? 0);
}

/** The library adds up the parts along the same axis of the four dimensions, and compares the shape of each. */
function describeParts(
  tensor: Tensor | undefined,
  axis: number,
  sizes: readonly number[],
): string | undefined {
  const inputSizes = tensor && storedSizes(tensor);
  if (inputSizes === undefined || inputSizes.length > 4) return undefined;
  const described = `axis ${axis} of ${inputSizes.join("×")} into ${sizes.join(" + ")}`;
  if (axis <= 0 || axis >= inputSizes.length) return described;
  const input4 = toShape4(inputSizes);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const areParts = sizes.every((size) =>
    sameShape(toShape4(inputSizes.with(axis, size)), input4.with(axis, size)),
  );
  return total === input4[axis] && areParts ? undefined : described;
}

function storedAxisOf(operator: Operator): number | undefined {
  if (operator.name === "UNPACK") return optionsOf(operator, "Unpack")?.axis;
  return constantInts(operator.inputs[operator.name === "SPLIT_V" ? 2 : 0])?.[0];
}
