import type { DataType, Operator } from "../graph.ts";
import { numberAttribute, tensorAttribute } from "../onnx-attributes.ts";
import { resolveDataType } from "./data-types.ts";

/** Operators whose results have a type of their own. */
const FIXED_TYPES: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ...["And", "Equal", "Greater", "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual"].map(
    (name): [string, DataType] => [name, "bool"],
  ),
  ...["Not", "Or", "Xor"].map((name): [string, DataType] => [name, "bool"]),
  ...["ArgMax", "ArgMin", "NonMaxSuppression", "NonZero", "Shape", "Size"].map(
    (name): [string, DataType] => [name, "int64"],
  ),
  ["ConvInteger", "int32"],
  ["MatMulInteger", "int32"],
]);

/** The operand that gives its type to the result, where it is not the first. */
const TYPE_OPERAND: ReadonlyMap<string, number> = new Map([
  ["DequantizeLinear", 1],
  ["QLinearConv", 7],
  ["QLinearMatMul", 7],
  ["QuantizeLinear", 2],
  ["Where", 1],
]);

/** Second outputs that hold positions. */
const INDEX_OUTPUTS: ReadonlySet<string> = new Set(["MaxPool", "TopK"]);

/** The element type of an operator's result; most take that of their first operand. */
export function inferDataType(operator: Operator, output: number): DataType {
  const { name } = operator;
  if (name === "Cast") return resolveDataType(numberAttribute(operator, "to") ?? 0);
  if (name === "ConstantOfShape") return tensorAttribute(operator, "value")?.dtype ?? "float32";
  if (output === 1 && INDEX_OUTPUTS.has(name)) return "int64";
  if (output === 1 && name === "Dropout") return "bool";
  const fixed = FIXED_TYPES.get(name);
  if (fixed !== undefined) return fixed;
  // Without a zero point the quantized type is uint8.
  const absent = name === "QuantizeLinear" ? "uint8" : "unknown";
  return operator.inputs[TYPE_OPERAND.get(name) ?? 0]?.dtype ?? absent;
}
