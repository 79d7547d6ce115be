import type { OperatorConstraint } from "../../../check/operator-table.ts";
import { quoteName, renderShape } from "../../../check/evidence.ts";
import type { Operator, Tensor } from "../../../graph/graph.ts";
import { BRICK, SRAM_TOTAL_BYTES } from "./hardware.ts";
import { type NpuTensor, isZeroPointInRange, storedSizes, toNpuTensor } from "./npu-tensor.ts";
import { activationsOf } from "./operands.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";

const MAX_RANK = 4;

/** What every operator on the DLPU needs, whatever it computes. */
export const GENERAL_CONSTRAINTS: readonly OperatorConstraint[] = [
  {
    code: "A9-TYPE-001",
    condition: "An input or output of the operator is neither int8 nor uint8.",
    why: `${LEAVES_DLPU} The DLPU computes on 8-bit integers only.`,
    remedy:
      "Quantize the whole model to int8 (representative dataset, TFLITE_BUILTINS_INT8), and move what stays float out of the model.",
    source: ARMNN_BACKEND,
    violated: (operator) => findTensor(operator, describeForeignType),
  },
  {
    code: "AX-IO-003",
    condition: "An input or output of the operator has more than 4 dimensions.",
    why: `${LEAVES_DLPU} The DLPU takes tensors of up to 4 dimensions.`,
    remedy:
      "Reshape to 4 dimensions, or cut the model before this part (usually the decoding of detections) and do it in the application.",
    source:
      "https://developer.axis.com/computer-vision/on-device/system-on-chip/artpec-9/optimization-tips/ (read 2026-11-22)",
    violated: (operator) => findTensor(operator, describeHighRank),
  },
  {
    code: "A9-SHAPE-001",
    condition: "A size of an input or output is not known, or zero.",
    why: `${LEAVES_DLPU} The DLPU's program is made for fixed sizes.`,
    remedy: "Export the model with fixed input sizes.",
    source: SUPPORT_LIBRARY,
    violated: (operator) =>
      activationsOf(operator).includes(undefined)
        ? "an operand is left out"
        : findTensor(operator, describeUnknownSize),
  },
  {
    code: "A9-BATCH-001",
    condition: "The batch of an input or output is not 1.",
    why: `${LEAVES_DLPU} The DLPU works on one sample at a time.`,
    remedy: "Export with batch 1, and keep reshapes from moving data into the first dimension.",
    source: SUPPORT_LIBRARY,
    violated: (operator) => findNpuTensor(operator, describeBatch),
  },
  {
    code: "A9-DEPTH-001",
    condition: `A tensor wider than 1 has so many channels that a block of 8 × 8 × channels exceeds the DLPU's memory (${SRAM_TOTAL_BYTES} bytes in the assumed variant).`,
    why: `${LEAVES_DLPU} The DLPU can't split a tensor along its channels while it changes the layout.`,
    remedy: "Split the channels over several operators, or spread them over height and width.",
    source: SUPPORT_LIBRARY,
    violated: (operator) => findNpuTensor(operator, describeDepth),
  },
  {
    code: "A9-ZERO-001",
    condition: "The zero point of an input or output lies outside of its dtype.",
    why: LEAVES_DLPU,
    remedy: "Quantize again: a zero point is a value of the tensor's own dtype.",
    source: SUPPORT_LIBRARY,
    violated: (operator) => findNpuTensor(operator, describeZeroPoint),
  },
  {
    code: "A9-QUANT-001",
    condition: "An input or output of the operator is quantized per channel.",
    why: `${LEAVES_DLPU} Only weights and bias may have a scale for each channel.`,
    remedy: "Quantize activations per tensor, as TFLite's converter does.",
    source: SUPPORT_LIBRARY,
    violated: (operator) => findNpuTensor(operator, describeScales),
  },
];

function findTensor(
  operator: Operator,
  describe: (tensor: Tensor) => string | undefined,
): string | undefined {
  return firstDefined(activationsOf(operator), (tensor) => tensor && describe(tensor));
}

function findNpuTensor(
  operator: Operator,
  describe: (tensor: NpuTensor) => string | undefined,
): string | undefined {
  return findTensor(operator, (tensor) => {
    const npuTensor = toNpuTensor(tensor);
    const problem = npuTensor && describe(npuTensor);
    return problem && `${problem} on ${quoteName(tensor.name)}`;
  });
}

function describeForeignType({ dtype, name }: Tensor): string | undefined {
  return dtype === "int8" || dtype === "uint8" ? undefined : `${dtype} on ${quoteName(name)}`;
}

function describeHighRank(tensor: Tensor): string | undefined {
  const rank = tensor.shape?.length ?? 0;
  return rank > MAX_RANK
    ? `${rank} dimensions (${renderShape(tensor)}) on ${quoteName(tensor.name)}`
    : undefined;
}

function describeUnknownSize(tensor: Tensor): string | undefined {
  const isKnown = storedSizes(tensor)?.every((size) => size > 0) ?? false;
  return isKnown ? undefined : `${renderShape(tensor)} on ${quoteName(tensor.name)}`;
}

function describeBatch({ shape: [batch] }: NpuTensor): string | undefined {
  return batch === 1 ? undefined : `batch ${batch}`;
}

function describeDepth({ shape: [, , width, channels] }: NpuTensor): string | undefined {
  const bytes = BRICK.height * BRICK.width * channels;
  return width === 1 || bytes <= SRAM_TOTAL_BYTES
    ? undefined
    : `${channels} channels need ${bytes} bytes`;
}

function describeZeroPoint({ dtype, zeroPoint }: NpuTensor): string | undefined {
  return isZeroPointInRange(zeroPoint, dtype) ? undefined : `zero point ${zeroPoint} of ${dtype}`;
}

function describeScales({ scales }: NpuTensor): string | undefined {
  return scales.length === 1 ? undefined : `${scales.length} scales`;
}

function firstDefined<T>(
  items: readonly T[],
  map: (item: T) => string | undefined,
): string | undefined {
  for (const item of items) {
    const result = map(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
