import type { Precision } from "../result/precision.ts";

/** How a full-integer precision is made: one scale a tensor, or one an output channel. */
export interface QuantizationRecipe {
  readonly weights: "per-tensor" | "per-channel";
  /** FULLY_CONNECTED apart: the DLPUs that take per-channel convolutions refuse it here. */
  readonly fullyConnected: "per-tensor" | "per-channel";
  readonly input: "uint8";
  readonly output: "uint8";
}

/**
 * The recipe of each integer precision.
 *
 * uint8 at both ends because larod feeds and returns raw bytes and Axis' sample applications create UINT8 tensors
 * (acap-native-sdk-examples, vdo-larod/app/model.c, read 2026-11-22).
 */
export const RECIPES: Readonly<Record<Exclude<Precision, "float32">, QuantizationRecipe>> = {
  "int8-per-tensor": {
    weights: "per-tensor",
    fullyConnected: "per-tensor",
    input: "uint8",
    output: "uint8",
  },
  "int8-per-channel": {
    weights: "per-channel",
    fullyConnected: "per-tensor",
    input: "uint8",
    output: "uint8",
  },
};
