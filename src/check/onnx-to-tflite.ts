import { constantFloats } from "../graph/constant-values.ts";
import type { Operator } from "../graph/graph.ts";
import { numberAttribute } from "../graph/onnx-attributes.ts";

/** What an ONNX operator becomes in TFLite, any one of them; empty when it disappears or is not known here. */
export function tfliteFormsOf(operator: Operator): readonly string[] {
  if (operator.name === "Clip") return clipForms(operator);
  return ONNX_TO_TFLITE[operator.name] ?? [];
}

/** Clips to an activation's own bounds become that activation; opset 11 moved the bounds from attributes to inputs. */
function clipForms(operator: Operator): readonly string[] {
  const [, low, high] = operator.inputs;
  const min = constantFloats(low)?.[0] ?? numberAttribute(operator, "min");
  const max = constantFloats(high)?.[0] ?? numberAttribute(operator, "max");
  const activation = ACTIVATIONS.find((known) => known.min === min && known.max === max);
  return activation === undefined ? ["MAXIMUM", "MINIMUM"] : [activation.name];
}

const ACTIVATIONS = [
  { name: "RELU6", min: 0, max: 6 },
  { name: "RELU_N1_TO_1", min: -1, max: 1 },
  { name: "RELU", min: 0, max: undefined },
] as const;

/**
 * What the common ONNX operators become in TFLite, as onnx2tf converts them; the main operator only.
 *
 * An empty list is an operator that disappears in conversion (folded, or an identity). An operator that is missing
 * here is not judged before conversion.
 *
 * Source: the operator coverage table of https://github.com/PINTO0309/onnx2tf and TFLite's builtin operators
 * (read 2026-11-22).
 */
const ONNX_TO_TFLITE: Readonly<Record<string, readonly string[]>> = {
  Abs: ["ABS"],
  Add: ["ADD"],
  And: ["LOGICAL_AND"],
  ArgMax: ["ARG_MAX"],
  ArgMin: ["ARG_MIN"],
  AveragePool: ["AVERAGE_POOL_2D"],
  BatchNormalization: [],
  Cast: ["CAST"],
  Ceil: ["CEIL"],
  Concat: ["CONCATENATION"],
  Constant: [],
  ConstantOfShape: ["FILL"],
  Conv: ["CONV_2D"],
  ConvTranspose: ["TRANSPOSE_CONV"],
  Cos: ["COS"],
  CumSum: ["CUMSUM"],
  DepthToSpace: ["DEPTH_TO_SPACE"],
  DequantizeLinear: [],
  Div: ["DIV"],
  Dropout: [],
  Elu: ["ELU"],
  Equal: ["EQUAL"],
  Exp: ["EXP"],
  Expand: ["BROADCAST_TO"],
  Flatten: ["RESHAPE"],
  Floor: ["FLOOR"],
  Gather: ["GATHER"],
  GatherND: ["GATHER_ND"],
  Gelu: ["GELU"],
  Gemm: ["FULLY_CONNECTED"],
  GlobalAveragePool: ["MEAN"],
  GlobalMaxPool: ["REDUCE_MAX"],
  Greater: ["GREATER"],
  GreaterOrEqual: ["GREATER_EQUAL"],
  HardSwish: ["HARD_SWISH"],
  Identity: [],
  LRN: ["LOCAL_RESPONSE_NORMALIZATION"],
  LSTM: ["UNIDIRECTIONAL_SEQUENCE_LSTM"],
  LeakyRelu: ["LEAKY_RELU"],
  Less: ["LESS"],
  LessOrEqual: ["LESS_EQUAL"],
  Log: ["LOG"],
  MatMul: ["BATCH_MATMUL", "FULLY_CONNECTED"],
  Max: ["MAXIMUM"],
  MaxPool: ["MAX_POOL_2D"],
  Min: ["MINIMUM"],
  Mul: ["MUL"],
  Neg: ["NEG"],
  Not: ["LOGICAL_NOT"],
  OneHot: ["ONE_HOT"],
  Or: ["LOGICAL_OR"],
  PRelu: ["PRELU"],
  Pad: ["PAD"],
  Pow: ["POW"],
  QuantizeLinear: ["QUANTIZE"],
  Range: ["RANGE"],
  ReduceMax: ["REDUCE_MAX"],
  ReduceMean: ["MEAN"],
  ReduceMin: ["REDUCE_MIN"],
  ReduceProd: ["REDUCE_PROD"],
  ReduceSum: ["SUM"],
  Relu: ["RELU"],
  Reshape: ["RESHAPE"],
  Resize: ["RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR"],
  Round: ["ROUND"],
  ScatterND: ["SCATTER_ND"],
  Shape: ["SHAPE"],
  Sigmoid: ["LOGISTIC"],
  Sign: ["SIGN"],
  Sin: ["SIN"],
  Slice: ["STRIDED_SLICE", "SLICE"],
  Softmax: ["SOFTMAX"],
  SpaceToDepth: ["SPACE_TO_DEPTH"],
  Split: ["SPLIT", "SPLIT_V"],
  Sqrt: ["SQRT"],
  Squeeze: ["SQUEEZE", "RESHAPE"],
  Sub: ["SUB"],
  Sum: ["ADD"],
  Tanh: ["TANH"],
  Tile: ["TILE"],
  TopK: ["TOPK_V2"],
  Transpose: ["TRANSPOSE"],
  Unsqueeze: ["EXPAND_DIMS", "RESHAPE"],
  Upsample: ["RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR"],
  Where: ["SELECT_V2"],
};
