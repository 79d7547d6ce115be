import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import { storedSizes } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { SAME_QUANTIZATION, SAME_TYPE } from "./shared-constraints.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

const MAX_PAD = 7;
const BLOCK_SIZE = 2;

const PADDING: OperatorConstraint = {
  code: "AX-OP-913",
  condition:
    "PAD fills more than 7 rows or columns at a side, pads batch or channels, fills with another value than the zero point, or by amounts computed at run time.",
  why: LEAVES_DLPU,
  remedy:
    "Let the following convolution pad with SAME, or pad by at most 7 with zeros; pad channels by a convolution with more outputs.",
  source: ARMNN_BACKEND,
  violated: (operator) => describeFill(operator) ?? describePads(operator),
};

const BLOCK: OperatorConstraint = {
  code: "AX-OP-919",
  condition: "The block size of DEPTH_TO_SPACE is not 2.",
  why: LEAVES_DLPU,
  remedy: "Use two DEPTH_TO_SPACE of block size 2 for 4.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const blockSize = optionsOf(operator, "DepthToSpace")?.blockSize ?? 0;
    return blockSize === BLOCK_SIZE ? undefined : `block size ${blockSize}`;
  },
};

const FACTOR: OperatorConstraint = {
  code: "AX-OP-914",
  condition: "A resize does not make each size twice as large, or twice less one.",
  why: LEAVES_DLPU,
  remedy: "Resize by 2, several times if need be.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    if (tensors === undefined) return undefined;
    const [, height, width] = tensors.input.shape;
    const [, newHeight, newWidth] = tensors.output.shape;
    return isDoubled(height, newHeight) && isDoubled(width, newWidth)
      ? undefined
      : `${height}×${width} to ${newHeight}×${newWidth}`;
  },
};

/** PAD and PADV2. */
export const PAD: readonly OperatorConstraint[] = [PADDING, SAME_QUANTIZATION, SAME_TYPE];

export const DEPTH_TO_SPACE: readonly OperatorConstraint[] = [BLOCK, SAME_QUANTIZATION, SAME_TYPE];

/** RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR, whatever their alignment. */
export const RESIZE: readonly OperatorConstraint[] = [FACTOR, SAME_TYPE];

/** PADV2 names its value, in the input's own integers; PAD fills with the zero point. */
function describeFill(operator: Operator): string | undefined {
  const input = inputAndOutput(operator)?.input;
  if (operator.name !== "PADV2" || input === undefined) return undefined;
  const value = constantInts(operator.inputs[2])?.[0];
  return value === input.zeroPoint
    ? undefined
    : `fills with ${value ?? "a computed value"}, zero point ${input.zeroPoint}`;
}

function describePads(operator: Operator): string | undefined {
  const [input, pads] = operator.inputs;
  const sizes = input && storedSizes(input);
  const amounts = constantInts(pads);
  if (sizes === undefined || amounts?.length !== 2 * sizes.length)
    return "amounts are not constant";
  const before = toPads4(
    amounts.filter((_, i) => i % 2 === 0),
    sizes,
  );
  const after = toPads4(
    amounts.filter((_, i) => i % 2 === 1),
    sizes,
  );
  return [before, after].every(areTaken)
    ? undefined
    : `pads ${before.join("/")} before and ${after.join("/")} after (N/H/W/C)`;
}

/** Fills amounts up to four dimensions as the backend does with sizes. */
function toPads4(pads: readonly number[], sizes: readonly number[]): readonly number[] {
  const batch = (sizes[0] ?? 1) > 1 && sizes.length < 4 ? [0] : [];
  return [...batch, ...pads, 0, 0, 0].slice(0, Math.max(4, pads.length));
}

function areTaken([batch, height = 0, width = 0, channels]: readonly number[]): boolean {
  return batch === 0 && channels === 0 && height <= MAX_PAD && width <= MAX_PAD;
}

function isDoubled(size: number, newSize: number): boolean {
  return newSize === 2 * size || newSize === 2 * size - 1;
}
