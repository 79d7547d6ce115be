import type { Operator } from "../../../graph/graph.ts";
import type { Padding } from "../../../graph/operator-options.ts";

/** Height and width. */
export interface Size2 {
  readonly height: number;
  readonly width: number;
}

interface WindowOptions {
  readonly strideH: number;
  readonly strideW: number;
  readonly padding: Padding;
  readonly dilationH?: number;
  readonly dilationW?: number;
}

/** Options of an operator that slides a window over the image; `undefined` if the file has none for it. */
export function windowOptionsOf({ options }: Operator): WindowOptions | undefined {
  return "strideH" in options && "padding" in options ? options : undefined;
}

/** Rows or columns that TFLite pads: with SAME, half of what is missing in front and the rest behind. */
export function padAmounts(
  size: number,
  kernel: number,
  stride: number,
  padding: Padding,
): { readonly before: number; readonly after: number } {
  if (padding !== "SAME") return { before: 0, after: 0 };
  const covered = (Math.ceil(size / stride) - 1) * stride + kernel;
  const total = Math.max(covered - size, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before };
}

/** As `3×3`, height first. */
export function renderSize({ height, width }: Size2): string {
  return `${height}×${width}`;
}
