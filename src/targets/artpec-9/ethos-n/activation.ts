import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import type { NpuTensor } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { describeLogisticOutput, describeTanhOutput } from "./quantization.ts";
import { SAME_QUANTIZATION, SAME_TYPE } from "./shared-constraints.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

const FIXED_OUTPUT: Omit<OperatorConstraint, "violated"> = {
  code: "AX-OP-915",
  condition:
    "The output of LOGISTIC is not quantized with scale 1/256 and the dtype's least value as zero point, or that of TANH not with 1/128 and the middle.",
  why: `${LEAVES_DLPU} Arm's library compares the scale exactly.`,
  remedy:
    "Convert with TFLite's converter, which gives these outputs exactly this quantization; don't requantize the model afterwards.",
  source: SUPPORT_LIBRARY,
};

const LEAKY_ALPHA: OperatorConstraint = {
  code: "AX-OP-918",
  condition: "The slope of LEAKY_RELU is not between 0 and 1.",
  why: LEAVES_DLPU,
  remedy: "Use a slope such as 0.1, RELU for 0, or nothing for 1.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const alpha = optionsOf(operator, "LeakyRelu")?.alpha ?? 0;
    return alpha > 0 && alpha < 1 ? undefined : `alpha ${alpha}`;
  },
};

/** RELU, RELU6 and RELU_N1_TO_1 on their own, not fused. */
export const RELU: readonly OperatorConstraint[] = [SAME_QUANTIZATION, SAME_TYPE];

export const LEAKY_RELU: readonly OperatorConstraint[] = [LEAKY_ALPHA, SAME_TYPE];

export const LOGISTIC: readonly OperatorConstraint[] = [
  { ...FIXED_OUTPUT, violated: (operator) => describeOutput(operator, describeLogisticOutput) },
  SAME_TYPE,
];

export const TANH: readonly OperatorConstraint[] = [
  { ...FIXED_OUTPUT, violated: (operator) => describeOutput(operator, describeTanhOutput) },
  SAME_TYPE,
];

function describeOutput(
  operator: Operator,
  describe: (output: NpuTensor) => string | undefined,
): string | undefined {
  const output = inputAndOutput(operator)?.output;
  return output && describe(output);
}
