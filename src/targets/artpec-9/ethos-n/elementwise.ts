import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { isFoldedAdd, isFoldedMul } from "./folding.ts";
import { isEightBit, isZeroPointInRange, sameShape } from "./npu-tensor.ts";
import { type OperandPair, operandPairOf } from "./operand-pair.ts";
import { FUSED_ACTIVATION } from "./shared-constraints.ts";
import { LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

const ADD_OPERANDS: OperatorConstraint = {
  code: "A9-ADD-001",
  condition:
    "ADD neither has two operands of the same shape and dtype, nor a constant of one value for each channel, nor a constant second operand of one value that only shifts the zero point.",
  why: `${LEAVES_DLPU} The DLPU does not broadcast; Arm's library folds some constants into a depthwise convolution (which the published table does not mention) or into the quantization.`,
  remedy:
    "Give both operands the same shape, or fold the constant into the bias of the convolution before it.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => describeOperands(operator, isFoldedAdd),
};

const MUL_OPERANDS: OperatorConstraint = {
  code: "AX-OP-916",
  condition:
    "MUL neither has two operands of the same shape and dtype, nor a constant of one value for each channel, nor a constant of one value that only changes the scale.",
  why: `${LEAVES_DLPU} The DLPU does not broadcast; Arm's library folds constants into a depthwise convolution or into the quantization.`,
  remedy:
    "Fold the constant into the weights of the convolution before it; replace squeeze-and-excitation (a product with one value a channel) by a block without it.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => describeOperands(operator, isFoldedMul),
};

export const ADD: readonly OperatorConstraint[] = [ADD_OPERANDS, FUSED_ACTIVATION];

export const MUL: readonly OperatorConstraint[] = [MUL_OPERANDS, FUSED_ACTIVATION];

function describeOperands(
  operator: Operator,
  isFolded: (pair: OperandPair) => boolean,
): string | undefined {
  const pair = operandPairOf(operator);
  if (pair === undefined) return "operands of a dtype or rank that the DLPU does not have";
  if (isElementwise(pair) || isFolded(pair)) return undefined;
  const operands = [pair.first, pair.second].map(
    ({ shape, dtype, isConstant }) => `${isConstant ? "constant " : ""}${dtype} ${shape.join("×")}`,
  );
  return `${operands.join(" and ")} to ${pair.output.dtype} ${pair.output.shape.join("×")}`;
}

/** Both operands and the output are alike in shape and dtype. */
function isElementwise({ first, second, output }: OperandPair): boolean {
  return [first, second].every(
    (operand) =>
      isEightBit(operand) &&
      operand.shape[0] === 1 &&
      operand.dtype === output.dtype &&
      operand.scales.length === 1 &&
      isZeroPointInRange(operand.zeroPoint, operand.dtype) &&
      sameShape(operand.shape, output.shape),
  );
}
