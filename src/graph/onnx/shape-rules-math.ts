import type { Dimension, Operator } from "../graph.ts";
import { numberAttribute } from "../onnx-attributes.ts";
import {
  findAxes,
  inputShape,
  type Known,
  normalizeAxis,
  resolveAxis,
  type Shape,
  type ShapeRule,
} from "./shape-rule.ts";

/** The result has the shape of the first operand. */
const SAME_SHAPE = [
  ...["Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "BatchNormalization"],
  ...["BitwiseNot", "Cast", "CastLike", "Ceil", "Celu", "Clip", "Cos", "Cosh", "CumSum"],
  ...["DequantizeLinear", "Dropout", "DynamicQuantizeLinear", "Elu", "Erf", "Exp", "Floor"],
  ...["Gelu", "GroupNormalization", "HardSigmoid", "HardSwish", "Hardmax", "Identity"],
  ...["InstanceNormalization", "IsInf", "IsNaN", "LRN", "LayerNormalization", "LeakyRelu", "Log"],
  ...["LogSoftmax", "LpNormalization", "MeanVarianceNormalization", "Mish", "Neg", "Not", "PRelu"],
  ...["QuantizeLinear", "RMSNormalization", "Reciprocal", "Relu", "ReverseSequence", "Round"],
  ...["ScatterElements", "ScatterND", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh"],
  ...[
    "Softmax",
    "Softplus",
    "Softsign",
    "Sqrt",
    "Swish",
    "Tan",
    "Tanh",
    "ThresholdedRelu",
    "Trilu",
  ],
];

/** The result has the shape that all operands broadcast to. */
const BROADCAST = [
  ...["Add", "And", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "Div", "Equal", "Greater"],
  ...["GreaterOrEqual", "Less", "LessOrEqual", "Max", "Mean", "Min", "Mod", "Mul", "Or", "Pow"],
  ...["Sub", "Sum", "Where", "Xor"],
];

const REDUCTIONS = [
  ...["ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean"],
  ...["ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare"],
];

/** Element-wise operators, matrix products and reductions. */
export const MATH_RULES: ReadonlyMap<string, ShapeRule> = new Map<string, ShapeRule>([
  ...SAME_SHAPE.map((name): [string, ShapeRule] => [name, keepShape]),
  ...BROADCAST.map((name): [string, ShapeRule] => [name, broadcastInputs]),
  ...REDUCTIONS.map((name): [string, ShapeRule] => [name, reduce]),
  ["ArgMax", (operator) => [reduceAxis(operator)]],
  ["ArgMin", (operator) => [reduceAxis(operator)]],
  ["MatMul", (operator) => [multiply(inputShape(operator, 0), inputShape(operator, 1))]],
  ["MatMulInteger", (operator) => [multiply(inputShape(operator, 0), inputShape(operator, 1))]],
  ["QLinearMatMul", (operator) => [multiply(inputShape(operator, 0), inputShape(operator, 3))]],
  ["Gemm", (operator) => [multiplyFlat(operator)]],
  ["TopK", topK],
]);

/** Further outputs of these operators (statistics, masks) are left unknown but for the mask of `Dropout`. */
function keepShape(operator: Operator): readonly (Shape | undefined)[] {
  const shape = inputShape(operator, 0);
  return operator.name === "Dropout" ? [shape, shape] : [shape];
}

function broadcastInputs(operator: Operator): readonly (Shape | undefined)[] {
  const [first, ...more] = operator.inputs.map((input) => input?.shape);
  return [more.reduce(broadcast, first)];
}

/** NumPy's broadcasting: aligned at the back, 1 stretches to anything. */
export function broadcast(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined) return undefined;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) =>
    broadcastSizes(fromBack(a, rank, axis), fromBack(b, rank, axis)),
  );
}

function fromBack(shape: Shape, rank: number, axis: number): Dimension {
  const own = axis - (rank - shape.length);
  return own < 0 ? 1 : shape[own];
}

function broadcastSizes(a: Dimension, b: Dimension): Dimension {
  if (a === 1 || a === b) return b;
  if (b === 1) return a;
  if (typeof a === "number") return typeof b === "number" ? undefined : a;
  return typeof b === "number" ? b : undefined;
}

function multiply(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return undefined;
  const batch = broadcast(a.slice(0, -2), b.slice(0, -2));
  const rows = a.length === 1 ? [] : [a.at(-2)];
  const columns = b.length === 1 ? [] : [b.at(-1)];
  return batch && [...batch, ...rows, ...columns];
}

function multiplyFlat(operator: Operator): Shape | undefined {
  const a = inputShape(operator, 0);
  const b = inputShape(operator, 1);
  if (a?.length !== 2 || b?.length !== 2) return undefined;
  const rows = numberAttribute(operator, "transA") === 1 ? a[1] : a[0];
  const columns = numberAttribute(operator, "transB") === 1 ? b[0] : b[1];
  return [rows, columns];
}

function reduce(operator: Operator, known: Known): readonly (Shape | undefined)[] {
  const shape = inputShape(operator, 0);
  const areAxesComputed = operator.inputs[1] !== undefined && !known.ints(operator.inputs[1]);
  if (shape === undefined || areAxesComputed) return [];
  const stated = findAxes(operator, known, 1) ?? [];
  const isNoop = numberAttribute(operator, "noop_with_empty_axes") === 1;
  if (stated.length === 0 && isNoop) return [shape];
  const axes = stated.length === 0 ? shape.map((_, axis) => axis) : stated;
  return [collapse(shape, axes, numberAttribute(operator, "keepdims") !== 0)];
}

function reduceAxis(operator: Operator): Shape | undefined {
  const shape = inputShape(operator, 0);
  const axis = numberAttribute(operator, "axis") ?? 0;
  return shape && collapse(shape, [axis], numberAttribute(operator, "keepdims") !== 0);
}

function collapse(shape: Shape, axes: readonly number[], keepsDimensions: boolean): Shape {
  const gone = new Set(axes.map((axis) => normalizeAxis(axis, shape.length)));
  if (keepsDimensions) return shape.map((size, axis) => (gone.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !gone.has(axis));
}

function topK(operator: Operator, known: Known): readonly (Shape | undefined)[] {
  const shape = inputShape(operator, 0);
  const axis = shape && resolveAxis(operator, shape.length, -1);
  if (shape === undefined || axis === undefined) return [];
  const count = numberAttribute(operator, "k") ?? known.ints(operator.inputs[1])?.[0];
  const result = shape.with(axis, count);
  return [result, result];
}
