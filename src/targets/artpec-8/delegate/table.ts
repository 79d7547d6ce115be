import type { OperatorConstraint, OperatorTable } from "../../../check/operator-table.ts";
import { CONVERSIONS } from "./conversion.ts";
import { CONVOLUTIONS } from "./convolution.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { GENERAL_CONSTRAINTS } from "./general.ts";
import { RECURRENT } from "./recurrent.ts";
import { REDUCTIONS } from "./reduction.ts";
import { SHAPING } from "./shaping.ts";
import { delegateSource } from "./source.ts";

/** Operators of the delegate's map that have no conditions of their own (op_map.cc lines 3649-3813). */
const UNCONSTRAINED = [
  "ABS",
  "ADD_N",
  "AVERAGE_POOL_2D",
  "BROADCAST_TO",
  "CONCATENATION",
  "ELU",
  "EQUAL",
  "EXP",
  "FLOOR",
  "FLOOR_DIV",
  "GATHER",
  "GATHER_ND",
  "GELU",
  "GREATER",
  "GREATER_EQUAL",
  "HARD_SWISH",
  "HASHTABLE_LOOKUP",
  "L2_NORMALIZATION",
  "LEAKY_RELU",
  "LESS",
  "LESS_EQUAL",
  "LOCAL_RESPONSE_NORMALIZATION",
  "LOG",
  "LOGICAL_AND",
  "LOGICAL_NOT",
  "LOGICAL_OR",
  "LOGISTIC",
  "MAXIMUM",
  "MAX_POOL_2D",
  "MINIMUM",
  "NEG",
  "NOT_EQUAL",
  "PACK",
  "PRELU",
  "RELU",
  "RELU6",
  "RELU_N1_TO_1",
  "RNN",
  "RSQRT",
  "SIN",
  "SOFTMAX",
  "SQRT",
  "SQUARE",
  "SQUEEZE",
  "TANH",
  "UNPACK",
] as const;

/** A compiled program of the same vendor, which the delegate runs as it is. */
const COMPILED_PROGRAM = "vsi-npu";

const CUSTOM: OperatorConstraint = {
  code: "A8-CUSTOM-001",
  condition: "A custom operator other than the vendor's own `vsi-npu`.",
  why: "The delegate hands it to the CPU, with the line `Fallback unsupported op 32 to TfLite` in the log; without a kernel for it on the camera, the model does not load.",
  remedy: "End the model before the custom operator and do its work in the application.",
  source: delegateSource("3815-3845 and delegate_main.cc lines 359-376"),
  violated: ({ customName = "" }) => (customName === COMPILED_PROGRAM ? undefined : customName),
};

const EMBEDDING: OperatorConstraint = {
  code: "A8-EMBED-001",
  condition: "Weights are uint8 and the output is int8.",
  why: "The NPU copies rows of the table without changing their type.",
  remedy: "Quantize table and output to the same type.",
  source: delegateSource("3192-3204"),
  violated: ({ inputs: [, weights], outputs: [output] }) =>
    weights?.dtype === "uint8" && output?.dtype === "int8"
      ? "uint8 weights, int8 output"
      : undefined,
};

/**
 * What VeriSilicon's delegate takes: the best public statement of what ARTPEC-8's DLPU runs.
 *
 * Axis does not publish the delegate's name or version. What it does publish is stricter in words; see `axis-operators.ts`.
 */
export const ARTPEC_8_TABLE: OperatorTable = {
  general: GENERAL_CONSTRAINTS,
  byName: new Map([
    ...UNCONSTRAINED.map((name): [string, readonly OperatorConstraint[]] => [name, []]),
    ...CONVOLUTIONS,
    ...ELEMENTWISE,
    ...CONVERSIONS,
    ...SHAPING,
    ...REDUCTIONS,
    ...RECURRENT,
    ["CUSTOM", [CUSTOM]],
    ["EMBEDDING_LOOKUP", [EMBEDDING]],
  ]),
  unlisted: {
    code: "AX-OP-803",
    condition:
      "The operator is not in the delegate's map: TILE, TOPK_V2, WHERE, CEIL, FILL, RANGE, NON_MAX_SUPPRESSION and others.",
    why: "It runs on the CPU, with the line `Fallback unsupported op <code> to TfLite` in the log, and splits the model into more segments.",
    remedy:
      "End the model before the operator and do its work in the application (NMS, top-k, thresholds), or write it with operators that the DLPU takes (TILE as broadcasting ADD or MUL).",
    source: delegateSource("3649-3813"),
  },
};
