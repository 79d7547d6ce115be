import type { OperatorConstraint, OperatorTable } from "../../../check/operator-table.ts";
import { LEAKY_RELU, LOGISTIC, RELU, TANH } from "./activation.ts";
import { AVERAGE_POOL_2D, MEAN } from "./average-pool.ts";
import { CONCATENATION } from "./concatenation.ts";
import { CONV_2D, DEPTHWISE_CONV_2D } from "./convolution.ts";
import { ADD, MUL } from "./elementwise.ts";
import { FULLY_CONNECTED } from "./fully-connected.ts";
import { GENERAL_CONSTRAINTS } from "./general.ts";
import { MAX_POOL_2D } from "./max-pool.ts";
import { DEPTH_TO_SPACE, PAD, RESIZE } from "./shaping.ts";
import { REQUANTIZABLE } from "./shared-constraints.ts";
import { LEAVES_DLPU, PUBLISHED_TABLE } from "./source.ts";
import { SPLIT } from "./split.ts";
import { TRANSPOSE } from "./transpose.ts";
import { TRANSPOSE_CONV } from "./transpose-conv.ts";

/**
 * What the DLPU of ARTPEC-9 takes, after Arm's Ethos-N Support Library 25.03 and the Arm NN backend in front of it.
 *
 * Axis' published operator table repeats Arm's documentation; where that and the library's code differ, the code
 * decides here and the constraint says so. Axis' own glue is not public: what follows is a prediction.
 */
export const ARTPEC_9_TABLE: OperatorTable = {
  general: GENERAL_CONSTRAINTS,
  byName: new Map<string, readonly OperatorConstraint[]>([
    ["ADD", ADD],
    ["AVERAGE_POOL_2D", AVERAGE_POOL_2D],
    ["CONCATENATION", CONCATENATION],
    ["CONV_2D", CONV_2D],
    ["DEPTHWISE_CONV_2D", DEPTHWISE_CONV_2D],
    ["DEPTH_TO_SPACE", DEPTH_TO_SPACE],
    ["EXPAND_DIMS", []],
    ["FULLY_CONNECTED", FULLY_CONNECTED],
    ["LEAKY_RELU", LEAKY_RELU],
    ["LOGISTIC", LOGISTIC],
    ["MAX_POOL_2D", MAX_POOL_2D],
    ["MEAN", MEAN],
    ["MUL", MUL],
    ["PAD", PAD],
    ["PADV2", PAD],
    ["QUANTIZE", [REQUANTIZABLE]],
    ["RELU", RELU],
    ["RELU6", RELU],
    ["RELU_N1_TO_1", RELU],
    ["RESHAPE", []],
    ["RESIZE_BILINEAR", RESIZE],
    ["RESIZE_NEAREST_NEIGHBOR", RESIZE],
    ["SPLIT", SPLIT],
    ["SPLIT_V", SPLIT],
    ["SQUEEZE", []],
    ["TANH", TANH],
    ["TRANSPOSE", TRANSPOSE],
    ["TRANSPOSE_CONV", TRANSPOSE_CONV],
    ["UNPACK", SPLIT],
  ]),
  unlisted: {
    code: "AX-OP-900",
    condition: "The operator is not in the list of operators that the DLPU takes.",
    why: LEAVES_DLPU,
    remedy:
      "Replace it by listed operators (HARD_SWISH and GELU by RELU6, SUB by ADD with negated weights), or move it to the application: SOFTMAX, ARG_MAX and the decoding of detections are cheap there.",
    source: PUBLISHED_TABLE,
  },
};
