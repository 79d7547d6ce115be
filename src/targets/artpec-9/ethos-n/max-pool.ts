import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import {
  BRICK,
  KERNEL_CODE_BYTES,
  SRAM_COUNT,
  SRAM_TOTAL_BYTES,
  roundDown,
  roundUp,
} from "./hardware.ts";
import { type PoolWindow, hasPads, isSquare, poolWindowOf, renderWindow } from "./pool-window.ts";
import { FUSED_ACTIVATION, SAME_QUANTIZATION, SAME_TYPE } from "./shared-constraints.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

/** The 3×3 stride 2 kernel keeps a row of this length. */
const MAX_WIDTH_3X3 = 417;
const MAX_KERNEL_UNPADDED = 9;
const MAX_KERNEL_PADDED = 17;
/** Room that the stride 1 kernel's code takes in each SRAM: seen in plans that just fit, less than the query reserves. */
const STRIDE_1_CODE_BYTES = 768;

const SHAPE: OperatorConstraint = {
  code: "AX-OP-908",
  condition:
    "MAX_POOL_2D is neither 1×1, 2×2 or 3×3 with stride 2, nor square with stride 1 up to 9×9 (VALID) or 17×17 (SAME).",
  why: `${LEAVES_DLPU} Arm's library takes no pool whose height and width differ, and its compiler fails on 1×1 with stride 1.`,
  remedy: "Use 2×2 or 3×3 with stride 2; make larger strides of several pools.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => describe(operator, (pool) => !hasTakenShape(pool)),
};

const PARITY: OperatorConstraint = {
  code: "AX-OP-909",
  condition:
    "A stride 2 pool meets sizes of the wrong parity: 2×2 needs even (VALID) or alike (SAME), 3×3 needs odd (VALID) or even (SAME) height and width.",
  why: `${LEAVES_DLPU} The published table has odd and even the other way round for 3×3, and wants odd sizes for 2×2 with SAME; Arm's library decides.`,
  remedy:
    "Choose an input size that is divisible by 32, and SAME padding for pools, so that every pool sees even sizes.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => describe(operator, hasWrongParity),
};

const WIDTH: OperatorConstraint = {
  code: "AX-OP-910",
  condition: `A 3×3 stride 2 pool is wider than ${MAX_WIDTH_3X3}.`,
  why: LEAVES_DLPU,
  remedy: "Use a 2×2 pool there, or a smaller input width.",
  source: SUPPORT_LIBRARY,
  violated: (operator) =>
    describe(
      operator,
      (pool) => isStride(pool, 2) && isKernel(pool, 3) && pool.input[2] > MAX_WIDTH_3X3,
    ),
};

const INPUT_SMALLER: OperatorConstraint = {
  code: "A9-POOL-001",
  condition: "The pool is larger than its input, even with SAME padding.",
  why: LEAVES_DLPU,
  remedy: "Use a pool of the input's size.",
  source: SUPPORT_LIBRARY,
  violated: (operator) =>
    describe(operator, ({ input, kernel }) => input[1] < kernel.height || input[2] < kernel.width),
};

const LENGTH: OperatorConstraint = {
  code: "A9-POOL-002",
  condition:
    "A stride 1 pool is so wide or high that 8 rows or columns of input and output exceed the DLPU's memory.",
  why: `${LEAVES_DLPU} A stride 1 pool can't be split along the direction that it pools.`,
  remedy: "Use a smaller input, or split it before the pool.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => describe(operator, (pool) => isStride(pool, 1) && isTooLong(pool)),
};

export const MAX_POOL_2D: readonly OperatorConstraint[] = [
  SHAPE,
  PARITY,
  WIDTH,
  INPUT_SMALLER,
  LENGTH,
  SAME_QUANTIZATION,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

function describe(
  operator: Operator,
  isRefused: (pool: PoolWindow) => boolean,
): string | undefined {
  const pool = poolWindowOf(operator);
  return pool !== undefined && isRefused(pool) ? renderWindow(pool) : undefined;
}

function hasTakenShape(pool: PoolWindow): boolean {
  const { height } = pool.kernel;
  if (!isSquare(pool.kernel)) return false;
  if (isStride(pool, 2)) return height >= 1 && height <= 3;
  if (!isStride(pool, 1) || height <= 1) return false;
  return height <= (hasPads(pool, 0, 0, 0, 0) ? MAX_KERNEL_UNPADDED : MAX_KERNEL_PADDED);
}

function hasWrongParity(pool: PoolWindow): boolean {
  const [, height, width] = pool.input;
  if (!isStride(pool, 2)) return false;
  const isUnpadded = hasPads(pool, 0, 0, 0, 0);
  const isPaddedBehind = hasPads(pool, 0, 1, 0, 1);
  const isEven = height % 2 === 0 && width % 2 === 0;
  const isOdd = height % 2 === 1 && width % 2 === 1;
  if (isKernel(pool, 2)) return !((isUnpadded && isEven) || (isPaddedBehind && isOdd));
  return isKernel(pool, 3) && !((isUnpadded && isOdd) || (isPaddedBehind && isEven));
}

/** The query reserves a full kernel's code once; a plan needs the real code in each SRAM and sizes in whole bricks. */
function isTooLong({ input: [, height, width], kernel }: PoolWindow): boolean {
  const pooled = [kernel.width > 1 ? width : 0, kernel.height > 1 ? height : 0];
  const bytesPerLength = 2 * BRICK.height * BRICK.channels;
  const queried = roundDown((SRAM_TOTAL_BYTES - KERNEL_CODE_BYTES) / bytesPerLength, BRICK.width);
  const planned = (SRAM_TOTAL_BYTES - SRAM_COUNT * STRIDE_1_CODE_BYTES) / bytesPerLength;
  return pooled.some((size) => size > queried || roundUp(size, BRICK.width) > planned);
}

function isStride({ stride }: PoolWindow, size: number): boolean {
  return stride.height === size && stride.width === size;
}

function isKernel({ kernel }: PoolWindow, size: number): boolean {
  return kernel.height === size && kernel.width === size;
}
