import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { constantInts } from "../../../graph/constant-values.ts";
import {
  CHANNELS_AT_ONCE,
  KERNEL_CODE_BYTES,
  SRAM_COUNT,
  SRAM_TOTAL_BYTES,
  bytesInBricks,
  roundUp,
} from "./hardware.ts";
import type { Shape4 } from "./npu-tensor.ts";
import { inputAndOutput } from "./operands.ts";
import { SAME_QUANTIZATION, SAME_TYPE } from "./shared-constraints.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

const ORDER: OperatorConstraint = {
  code: "AX-OP-921",
  condition:
    "TRANSPOSE is not of a 4-dimensional tensor, moves the batch, or has its order computed at run time.",
  why: LEAVES_DLPU,
  remedy:
    "Export with NHWC from the start (onnx2tf, ai-edge-torch), so that no transposes are left, or expand the tensor to 4 dimensions first.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    const order = constantInts(operator.inputs[1]);
    if (order === undefined) return "order is not constant";
    return order.length === 4 && order[0] === 0 ? undefined : `order ${order.join(", ")}`;
  },
};

const MEMORY: OperatorConstraint = {
  code: "A9-TRANSPOSE-001",
  condition:
    "The tensor that TRANSPOSE reorders exceeds the DLPU's memory (1 MiB in the assumed variant, some orders twice).",
  why: `${LEAVES_DLPU} A transpose can't be done piece by piece.`,
  remedy: "Transpose at a smaller resolution, or leave it to the application.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const tensors = inputAndOutput(operator);
    const order = constantInts(operator.inputs[1]);
    const bytes = tensors && order && memoryOf(tensors.input.shape, order.join(""));
    return bytes !== undefined && bytes > SRAM_TOTAL_BYTES
      ? `${bytes} bytes for order ${order?.join(", ")}`
      : undefined;
  },
};

export const TRANSPOSE: readonly OperatorConstraint[] = [
  ORDER,
  MEMORY,
  SAME_QUANTIZATION,
  SAME_TYPE,
];

/**
 * Bytes that reordering takes, by order of N, H, W, C.
 *
 * Two orders are done while the tensor is copied; the other three go through an identity depthwise convolution, two of
 * them on the tensor as it stands once its channels are read as rows.
 */
function memoryOf(shape: Shape4, order: string): number | undefined {
  const [batch, height, width, channels] = shape;
  switch (order) {
    case "0123":
      return 0;
    case "0231":
    case "0312":
      return bytesInBricks(shape);
    case "0213":
      return depthwiseBytes(shape);
    case "0132":
    case "0321":
      return depthwiseBytes([batch, width, channels, height]);
    default:
      return undefined;
  }
}

/** Input, output, weights and kernel code of a 1×1 depthwise convolution in one piece. */
function depthwiseBytes(shape: Shape4): number {
  const activations = 2 * bytesInBricks(shape);
  return activations + identityWeightBytes(shape[3]) + KERNEL_CODE_BYTES * SRAM_COUNT;
}

/** Worst case of the encoded 1×1 depthwise weights: 59 bytes of header and weight an output channel, aligned by 16. */
function identityWeightBytes(channels: number): number {
  const channelsInTurn = Math.ceil(channels / CHANNELS_AT_ONCE);
  return roundUp(IDENTITY_WEIGHT_CHANNEL_BYTES * channelsInTurn, 16) * SRAM_COUNT;
}

/** ⌈3 weights × 9/8⌉ + ⌈327 header bits ÷ 8⌉ + 14 bytes of channel header. */
const IDENTITY_WEIGHT_CHANNEL_BYTES = 59;
