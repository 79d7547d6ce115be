import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { toNpuTensor } from "./npu-tensor.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import { type Size2, renderSize, windowOptionsOf } from "./window.ts";

/** Heights and widths of kernels that the DLPU takes. */
export const KERNEL_SIZES: readonly number[] = [1, 2, 3, 5, 7, 9];
/** Beyond this, strides and unpadded transposed convolutions are refused. */
const LARGEST_PLAIN_KERNEL = 7;

export const KERNEL: OperatorConstraint = {
  code: "AX-OP-901",
  condition: "The kernel's height or width is not one of 1, 2, 3, 5, 7, 9.",
  why: LEAVES_DLPU,
  remedy:
    "Use 3×3 (or 1, 2, 5, 7, 9); replace 4×4 by 5×5 and 6×6 by 7×7, or a 6×6 stride 2 stem (YOLOv5) by 3×3 stride 2, and train again.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const kernel = kernelOf(operator);
    const isKnown = KERNEL_SIZES.includes(kernel.height) && KERNEL_SIZES.includes(kernel.width);
    return isKnown ? undefined : `kernel ${renderSize(kernel)}`;
  },
};

/** Height and width of a convolution's kernel: dimensions 1 and 2 of its weights. */
export function kernelOf(operator: Operator): Size2 {
  const [, height = 0, width = 0] = toNpuTensor(operator.inputs[1])?.shape ?? [];
  return { height, width };
}

export function strideOf(operator: Operator): Size2 {
  const { strideH = 0, strideW = 0 } = windowOptionsOf(operator) ?? {};
  return { height: strideH, width: strideW };
}

export function isLarge({ height, width }: Size2): boolean {
  return height > LARGEST_PLAIN_KERNEL || width > LARGEST_PLAIN_KERNEL;
}
