import type { OperatorConstraint } from "../../../check/operator-table.ts";

/**
 * Elementwise operators, normalization and requantization: listed without limits of their own.
 *
 * DEQUANTIZE is in no list; it stands here because its float output is what the compiler names as the reason.
 */
export const ARITHMETIC: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["ADD", []],
  ["DEQUANTIZE", []],
  ["L2_NORMALIZATION", []],
  ["MAXIMUM", []],
  ["MINIMUM", []],
  ["MUL", []],
  ["QUANTIZE", []],
  ["RSQRT", []],
  ["SQUARED_DIFFERENCE", []],
  ["SUB", []],
];
