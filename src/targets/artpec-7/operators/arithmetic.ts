import type { OperatorConstraint } from "../../../check/operator-table.ts";

/** Elementwise operators, normalization and requantization: listed without limits of their own. */
export const ARITHMETIC: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["ADD", []],
  ["L2_NORMALIZATION", []],
  ["MAXIMUM", []],
  ["MINIMUM", []],
  ["MUL", []],
  ["QUANTIZE", []],
  ["RSQRT", []],
  ["SQUARED_DIFFERENCE", []],
  ["SUB", []],
];
