import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import type { Shape4 } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { type Size2, padAmounts, renderSize } from "./window.ts";

/** A pooling with everything that the library's rules look at. */
export interface PoolWindow {
  readonly input: Shape4;
  readonly kernel: Size2;
  readonly stride: Size2;
  /** Rows before, rows after, columns before, columns after. */
  readonly pads: readonly [number, number, number, number];
}

/** What TFLite reads from a file that leaves the options out. */
const NO_WINDOW = { filterH: 0, filterW: 0, strideH: 0, strideW: 0, padding: "VALID" } as const;

/** The window of MAX_POOL_2D or AVERAGE_POOL_2D; `undefined` if a tensor is none that the NPU has. */
export function poolWindowOf(operator: Operator): PoolWindow | undefined {
  const options = optionsOf(operator, "Pool2D") ?? NO_WINDOW;
  const input = inputAndOutput(operator)?.input.shape;
  if (input === undefined) return undefined;
  const kernel = { height: options.filterH, width: options.filterW };
  const stride = { height: options.strideH, width: options.strideW };
  const rows = padAmounts(input[1], kernel.height, stride.height, options.padding);
  const columns = padAmounts(input[2], kernel.width, stride.width, options.padding);
  const pads = [rows.before, rows.after, columns.before, columns.after] as const;
  return { input, kernel, stride, pads };
}

export function hasPads({ pads }: PoolWindow, ...expected: PoolWindow["pads"]): boolean {
  return pads.every((pad, side) => pad === expected[side]);
}

export function isSquare({ height, width }: Size2): boolean {
  return height === width;
}

/** As `3×3 stride 2×2 on 56×56, padding 0/1/0/1` (rows before and after, columns before and after). */
export function renderWindow({ input, kernel, stride, pads }: PoolWindow): string {
  const image = renderSize({ height: input[1], width: input[2] });
  return `${renderSize(kernel)} stride ${renderSize(stride)} on ${image}, padding ${pads.join("/")}`;
}
