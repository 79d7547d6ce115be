import type { Tensor } from "../graph/graph.ts";
import { perTensorQuantization } from "../graph/quantization-granularity.ts";
import { renderNumber } from "../words/numbers.ts";

/** The values that a tensor takes. */
export interface TensorRange {
  readonly min: number;
  readonly max: number;
}

/** Ranges measured on the calibration data, by tensor name. */
export type TensorRanges = ReadonlyMap<string, TensorRange>;

/** What the 256 steps of an 8-bit tensor hold; `undefined` for one without a scale of its own. */
export function quantizedRange(tensor: Tensor): TensorRange | undefined {
  const lowest = LOWEST[tensor.dtype];
  const quantization = perTensorQuantization(tensor);
  if (lowest === undefined || quantization === undefined) return undefined;
  const { scale, zeroPoint } = quantization;
  return { min: (lowest - zeroPoint) * scale, max: (lowest + 255 - zeroPoint) * scale };
}

/** How much an 8-bit scale must hold for it: zero always is among the values. */
export function spanOf({ min, max }: TensorRange): number {
  return Math.max(max, 0) - Math.min(min, 0);
}

/** As `-3.2…640`. */
export function renderRange({ min, max }: TensorRange): string {
  return `${renderNumber(min)}…${renderNumber(max)}`;
}

const LOWEST: Partial<Record<Tensor["dtype"], number>> = { int8: -128, uint8: 0 };
