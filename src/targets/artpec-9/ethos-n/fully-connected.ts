import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { BIAS, BIAS_ZERO_POINT, biasOf } from "./bias.ts";
import { BRICK, SRAM_TOTAL_BYTES } from "./hardware.ts";
import { storedSizes } from "./npu-tensor.ts";
import { FUSED_ACTIVATION, SAME_TYPE } from "./shared-constraints.ts";
import { ARMNN_BACKEND, LEAVES_DLPU, SUPPORT_LIBRARY } from "./source.ts";
import { CONSTANT_WEIGHTS, OVERALL_SCALE, WEIGHT_ZERO_POINT } from "./weights.ts";

/** Outputs of which a block of 8 × 8 × outputs still fits into the memory when their layout is converted. */
const MAX_OUTPUTS = SRAM_TOTAL_BYTES / (BRICK.height * BRICK.width);

const ONE_ROW: OperatorConstraint = {
  code: "AX-OP-920",
  condition: "FULLY_CONNECTED works on more than one row of values.",
  why: `${LEAVES_DLPU} The DLPU multiplies one row, with height and width 1.`,
  remedy: "Use a 1×1 CONV_2D for a dense layer over positions, and batch 1.",
  source: SUPPORT_LIBRARY,
  violated: describeRows,
};

const HAS_BIAS: OperatorConstraint = {
  code: "A9-FC-001",
  condition: "FULLY_CONNECTED has no bias.",
  why: `${LEAVES_DLPU} Arm NN puts a bias in its place that is not constant, and Arm's library refuses that.`,
  remedy:
    "Keep the bias of the layer (use_bias=True), with zeros if need be, or use a 1×1 CONV_2D.",
  source: ARMNN_BACKEND,
  violated: (operator) => (biasOf(operator) === undefined ? "no bias" : undefined),
};

const PER_TENSOR_WEIGHTS: OperatorConstraint = {
  code: "AX-Q-004",
  condition: "The weights of FULLY_CONNECTED have a scale for each output.",
  why: `${LEAVES_DLPU} Per-channel weights are taken for convolutions only.`,
  remedy:
    "Convert with `converter._experimental_disable_per_channel_quantization_for_dense_layers = True`, quantize per tensor, or use a 1×1 CONV_2D.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const scales = operator.inputs[1]?.quantization?.scales ?? [];
    return scales.length > 1 ? `${scales.length} scales` : undefined;
  },
};

const MATRIX_WEIGHTS: OperatorConstraint = {
  code: "A9-FC-002",
  condition: "The weights of FULLY_CONNECTED are not a matrix.",
  why: LEAVES_DLPU,
  remedy: "Reshape the weights to outputs × inputs.",
  source: ARMNN_BACKEND,
  violated: (operator) => {
    const rank = operator.inputs[1]?.shape?.length;
    return rank === 2 ? undefined : `${rank ?? "unknown"} dimensions`;
  },
};

const OUTPUTS: OperatorConstraint = {
  code: "A9-FC-003",
  condition: `FULLY_CONNECTED has more than ${MAX_OUTPUTS} outputs (assumed variant).`,
  why: `${LEAVES_DLPU} Arm's library says yes when asked, and its compiler then refuses the whole partition.`,
  remedy: "Split the layer into several with fewer outputs.",
  source: SUPPORT_LIBRARY,
  violated: (operator) => {
    const outputs = operator.inputs[1]?.shape?.[0];
    return typeof outputs === "number" && outputs > MAX_OUTPUTS ? `${outputs} outputs` : undefined;
  },
};

export const FULLY_CONNECTED: readonly OperatorConstraint[] = [
  ONE_ROW,
  HAS_BIAS,
  PER_TENSOR_WEIGHTS,
  MATRIX_WEIGHTS,
  OUTPUTS,
  CONSTANT_WEIGHTS,
  WEIGHT_ZERO_POINT,
  BIAS,
  BIAS_ZERO_POINT,
  OVERALL_SCALE,
  SAME_TYPE,
  FUSED_ACTIVATION,
];

/** Input and output of up to 2 dimensions are taken as they are; more dimensions become rows of the weights' length. */
function describeRows(operator: Operator): string | undefined {
  const weightSizes = operator.inputs[1]?.shape ?? [];
  const rows = {
    input: countRows(operator.inputs[0], weightSizes[1]),
    output: countRows(operator.outputs[0], weightSizes[0]),
  };
  return (rows.input ?? 1) === 1 && (rows.output ?? 1) === 1
    ? undefined
    : `${rows.input ?? "?"} input rows, ${rows.output ?? "?"} output rows`;
}

function countRows(tensor: Operator["inputs"][number], length: unknown): number | undefined {
  const sizes = tensor && storedSizes(tensor);
  if (sizes === undefined || typeof length !== "number") return undefined;
  if (sizes.length <= 2) return sizes[0];
  return sizes.reduce((product, size) => product * size, 1) / length;
}
