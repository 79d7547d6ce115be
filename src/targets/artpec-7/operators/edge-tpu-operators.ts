import type { OperatorTable } from "../../../check/operator-table.ts";
import { ACTIVATION } from "./activation.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CONVOLUTION } from "./convolution.ts";
import { GENERAL, unlisted } from "./general.ts";
import { LAYOUT } from "./layout.ts";
import { REDUCTION } from "./reduction.ts";
import { RESIZE } from "./resize.ts";

/** The 40 operators of Coral's list, TILE, which compiled models prove, and DEQUANTIZE for its own reason. */
export const EDGE_TPU_OPERATORS: OperatorTable = {
  general: GENERAL,
  byName: new Map([
    ...ACTIVATION,
    ...ARITHMETIC,
    ...CONVOLUTION,
    ...LAYOUT,
    ...REDUCTION,
    ...RESIZE,
  ]),
  unlisted,
};
