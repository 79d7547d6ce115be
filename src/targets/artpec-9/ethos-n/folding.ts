import { type NpuTensor, isEightBit, isZeroPointInRange, sameShape } from "./npu-tensor.ts";
import type { Operand, OperandPair } from "./operand-pair.ts";
import { accumulatorScales, describeOverallScale } from "./quantization.ts";

/** Identity weights must be stored as 1 to 255, so their scale is at least this. */
const LEAST_WEIGHT_SCALE = Math.fround(1 / 255);
/** How far a constant sum may miss the output's zero point, and its scale the input's. */
const ADD_TOLERANCE = { zeroPoint: 1, scale: Math.fround(0.00001) };
/** How far a constant product may miss the output's scale: about 1/255. */
const MUL_TOLERANCE = Math.fround(0.004);

/** A computed operand, the constant that goes with it, and the result. */
interface Folding {
  readonly input: Operand;
  readonly constant: Operand;
  readonly output: NpuTensor;
}

/**
 * Whether Arm's backend turns the sum into a depthwise convolution whose bias is the constant, or into another reading
 * of the same integers.
 *
 * Source: EthosNLayerSupport.cpp and EthosNReplaceUnsupported.cpp (25.03), read 2026-11-22.
 */
export function isFoldedAdd(pair: OperandPair): boolean {
  const folding = foldingOf(pair);
  if (folding === undefined || !keepsShape(folding)) return false;
  if (isPerChannel(folding) && isDepthwiseSum(folding)) return true;
  // The backend asks about the first operand only, so a constant in front is refused.
  return isScalar(folding) && folding.constant === pair.second && isShift(folding);
}

/** Whether Arm's backend turns the product into a depthwise convolution, or into another reading of the integers. */
export function isFoldedMul(pair: OperandPair): boolean {
  const folding = foldingOf(pair);
  if (folding === undefined || !keepsShape(folding)) return false;
  if (isPerChannel(folding)) return isDepthwiseProduct(folding);
  return isScalar(folding) && isScaling(folding);
}

function foldingOf({ first, second, output }: OperandPair): Folding | undefined {
  if (second.isConstant) return { input: first, constant: second, output };
  return first.isConstant ? { input: second, constant: first, output } : undefined;
}

/** Only 4-dimensional constants are folded, and only if the result is as large as the computed operand. */
function keepsShape({ input, constant, output }: Folding): boolean {
  return (
    constant.rank === 4 &&
    isEightBit(input) &&
    input.shape[0] === 1 &&
    input.dtype === output.dtype &&
    sameShape(input.shape, output.shape)
  );
}

function isPerChannel({ input, constant }: Folding): boolean {
  return sameShape(constant.shape, [1, 1, 1, input.shape[3]]);
}

function isScalar({ constant }: Folding): boolean {
  return sameShape(constant.shape, [1, 1, 1, 1]);
}

/** Identity weights need a scale between 1/255 and output ÷ input, at most 1. */
function isDepthwiseSum({ input, constant, output }: Folding): boolean {
  const highest = Math.min(Math.fround(output.scale / input.scale), 1);
  if (!isEightBit(constant) || highest < LEAST_WEIGHT_SCALE) return false;
  const target = Math.fround(Math.fround(highest + LEAST_WEIGHT_SCALE) / 2);
  const weightScale = Math.fround(1 / Math.round(Math.fround(1 / target)));
  const accumulator = Math.fround(input.scale * weightScale);
  return describeOverallScale([accumulator], output) === undefined;
}

/** The constant becomes the weights. */
function isDepthwiseProduct({ input, constant, output }: Folding): boolean {
  return (
    isEightBit(constant) &&
    constant.scales.length === 1 &&
    isZeroPointInRange(constant.zeroPoint, constant.dtype) &&
    describeOverallScale(accumulatorScales(input, constant), output) === undefined
  );
}

/** The sum keeps the integers and the scale, and moves the zero point by constant ÷ scale. */
function isShift({ input, constant, output }: Folding): boolean {
  const scaleDifference = Math.abs(Math.fround(output.scale - input.scale));
  if (constant.value === undefined || scaleDifference >= ADD_TOLERANCE.scale) return false;
  const real = Math.fround((constant.value - constant.zeroPoint) * constant.scale);
  const zeroPoint = Math.fround(input.zeroPoint - Math.fround(real / input.scale));
  return Math.abs(Math.fround(zeroPoint - output.zeroPoint)) <= ADD_TOLERANCE.zeroPoint;
}

/** The product keeps the integers and the zero point, and multiplies the scale by the constant. */
function isScaling({ input, constant, output }: Folding): boolean {
  if (constant.value === undefined || input.zeroPoint !== output.zeroPoint) return false;
  const factor = Math.fround(input.scale * constant.scale);
  const scale = Math.fround(factor * (constant.value - constant.zeroPoint));
  return Math.abs(Math.fround(scale - output.scale)) <= MUL_TOLERANCE;
}
