import { type Rule, withSeverity } from "../rule.ts";
import { BIAS_CHECKS } from "./bias.ts";
import { CONVOLUTION_CHECKS } from "./convolution.ts";
import { FIXED_OUTPUT_CHECK } from "./fixed-outputs.ts";
import { FULLY_CONNECTED_CHECKS } from "./fully-connected.ts";
import { ruleOfKernelCheck } from "./kernel-check.ts";
import { LOADER_RULES } from "./loader.ts";
import { SCALE_CHECKS, UNSCALED_ARITHMETIC } from "./scales.ts";
import { SHAPE_CHECKS } from "./shapes.ts";
import { TYPE_CHECKS } from "./types.ts";

/**
 * What TFLite itself refuses when it loads a file, before any delegate is asked: for every soc that is given a `.tflite`.
 *
 * A kernel's own checks run over the whole model, also for operators that the DLPU would take.
 */
export const TFLITE_KERNEL_RULES: readonly Rule[] = [
  ...LOADER_RULES,
  ...[
    ...CONVOLUTION_CHECKS,
    ...BIAS_CHECKS,
    ...FULLY_CONNECTED_CHECKS,
    FIXED_OUTPUT_CHECK,
    ...SCALE_CHECKS,
    ...TYPE_CHECKS,
    ...SHAPE_CHECKS,
  ].map(ruleOfKernelCheck),
  withSeverity(ruleOfKernelCheck(UNSCALED_ARITHMETIC), "warning"),
];
