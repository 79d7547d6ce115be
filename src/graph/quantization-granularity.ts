import type { Tensor } from "./graph.ts";

export type Granularity = "none" | "per-tensor" | "per-channel" | "blockwise" | "other";

/** How finely a tensor is quantized: `none` without scales, `other` for custom or newer schemes. */
export function quantizationGranularity({ quantization }: Tensor): Granularity {
  if (quantization === undefined) return "none";
  const { details, scales } = quantization;
  if (details !== undefined) return details.kind === "blockwise" ? "blockwise" : "other";
  if (scales.length === 0) return "none";
  return scales.length === 1 ? "per-tensor" : "per-channel";
}

/** Scale and zero point of a tensor that has exactly one pair; a missing zero point is 0. */
export function perTensorQuantization({
  quantization,
}: Tensor): { readonly scale: number; readonly zeroPoint: number } | undefined {
  const [scale, ...moreScales] = quantization?.scales ?? [];
  if (scale === undefined || moreScales.length > 0) return undefined;
  return { scale, zeroPoint: quantization?.zeroPoints[0] ?? 0 };
}
