import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { BRICK, KERNEL_CODE_BYTES, SRAM_COUNT, SRAM_EACH_BYTES, roundUp } from "./hardware.ts";
import { inputAndOutput } from "./operands.ts";
import { type PoolWindow, hasPads, isSquare, poolWindowOf, renderWindow } from "./pool-window.ts";
import { FUSED_ACTIVATION, SAME_QUANTIZATION, SAME_TYPE } from "./shared-constraints.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

/** Sizes whose mean over height and width the NPU has a kernel for. */
const MEAN_SIZES: readonly number[] = [7, 8];

const SHAPE: OperatorConstraint = {
  code: "AX-OP-911",
  condition:
    "AVERAGE_POOL_2D is neither 3×3 with stride 1 and SAME, nor a mean over the whole of a 7×7 or 8×8 input.",
  why: LEAVES_DLPU,
  remedy:
    "Choose an input size that ends in 7×7 or 8×8 (224 or 256 with a total stride of 32) before the global pool; replace other average pools by a strided convolution.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const pool = poolWindowOf(operator);
    if (pool === undefined || isWholeMean(pool) || isSmooth(pool)) return undefined;
    return renderWindow(pool);
  },
};

const MEMORY: OperatorConstraint = {
  code: "A9-POOL-003",
  condition:
    "A 3×3 average pool's image exceeds the DLPU's memory (about 168×168 up to 16 channels, 120×120 above, assumed variant).",
  why: `${LEAVES_DLPU} This pool can be split along channels only: input and output of one part must fit, twice if there are several.`,
  remedy: "Pool at a smaller resolution, or use a 3×3 depthwise convolution with constant weights.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const pool = poolWindowOf(operator);
    return pool !== undefined && isSmooth(pool) && !fitsMemory(pool)
      ? renderWindow(pool)
      : undefined;
  },
};

export const AVERAGE_POOL_2D: readonly OperatorConstraint[] = [
  SHAPE,
  MEMORY,
  SAME_QUANTIZATION,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

const MEAN_SHAPE: OperatorConstraint = {
  code: "AX-OP-912",
  condition: "MEAN is not over height and width of a 7×7 or 8×8 input.",
  why: LEAVES_DLPU,
  remedy:
    "Choose an input size that ends in 7×7 or 8×8 (224 or 256 with a total stride of 32) before the global mean.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    if (tensors === undefined) return undefined;
    const [, height, width, channels] = tensors.input.shape;
    const [, outputHeight, outputWidth, outputChannels] = tensors.output.shape;
    const isOverImage = outputHeight === 1 && outputWidth === 1 && channels === outputChannels;
    const hasKernel = height === width && MEAN_SIZES.includes(height);
    return isOverImage && hasKernel ? undefined : `${height}×${width}`;
  },
};

const KEPT_DIMENSIONS: OperatorConstraint = {
  code: "A9-MEAN-001",
  condition: "MEAN drops the dimensions that it reduces.",
  why: LEAVES_DLPU,
  remedy:
    "Keep them (keepdims=True, e.g. GlobalAveragePooling2D(keepdims=True)) and reshape afterwards.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    if (tensors === undefined || tensors.input.rank === tensors.output.rank) return undefined;
    return `${tensors.input.rank} dimensions become ${tensors.output.rank}`;
  },
};

export const MEAN: readonly OperatorConstraint[] = [
  MEAN_SHAPE,
  KEPT_DIMENSIONS,
  SAME_QUANTIZATION,
  SAME_TYPE,
];

function isWholeMean(pool: PoolWindow): boolean {
  const { input, kernel } = pool;
  return (
    hasPads(pool, 0, 0, 0, 0) &&
    isSquare(kernel) &&
    MEAN_SIZES.includes(kernel.height) &&
    input[1] === kernel.height &&
    input[2] === kernel.width
  );
}

/** A 3×3 that covers its whole input counts as a mean, which needs 7×7 or 8×8; with SAME it never does. */
function isSmooth(pool: PoolWindow): boolean {
  const { kernel, stride } = pool;
  const is3x3 = isSquare(kernel) && kernel.height === 3;
  return is3x3 && stride.height === 1 && stride.width === 1 && hasPads(pool, 1, 1, 1, 1);
}

/** Per SRAM: input and output in whole bricks, two parts of each if there are more channels than SRAMs, and the code. */
function fitsMemory({ input: [, height, width, channels] }: PoolWindow): boolean {
  const imageBytes = roundUp(height, BRICK.height) * roundUp(width, BRICK.width);
  const parts = channels > SRAM_COUNT ? 2 : 1;
  return parts * 2 * imageBytes + KERNEL_CODE_BYTES <= SRAM_EACH_BYTES;
}
