import type { Operator } from "../graph.ts";
import type { DataType } from "../data-type.ts";
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
  ["DynamicQuantizeLinear", "uint8"],
  ["MatMulInteger", "int32"],
]);

/** The operand that gives its type to the result, where it is not the first. */
const TYPE_OPERAND: ReadonlyMap<string, number> = new Map([
  ["CastLike", 1],
  ["DequantizeLinear", 1],
  ["QLinearConv", 7],
  ["QLinearMatMul", 7],
  ["QuantizeLinear", 2],
  ["Where", 1],
]);

/** Types of the second and third results, where they differ from the first. */
const FURTHER_TYPES: ReadonlyMap<string, readonly DataType[]> = new Map<
  string,
  readonly DataType[]
>([
  ["Dropout", ["bool"]],
  ["DynamicQuantizeLinear", ["float32", "uint8"]],
  ["MaxPool", ["int64"]],
  ["TopK", ["int64"]],
]);

/** The attribute that states the type of the result. */
const TYPE_ATTRIBUTE: ReadonlyMap<string, string> = new Map([
  ["Cast", "to"],
  ["DequantizeLinear", "output_dtype"],
  ["QuantizeLinear", "output_dtype"],
]);

/**
 * The element type of an operator's result.
 *
 * `isKnown` says that there is a shape rule for the operator: such operators give the type of an operand by default.
 */
export function inferDataType(operator: Operator, output: number, isKnown: boolean): DataType {
  const { name } = operator;
  const further = output > 0 ? FURTHER_TYPES.get(name)?.[output - 1] : undefined;
  const stated = numberAttribute(operator, TYPE_ATTRIBUTE.get(name) ?? "");
  if (further !== undefined) return further;
  if (stated !== undefined && stated !== 0) return resolveDataType(stated);
  if (name === "ConstantOfShape") return tensorAttribute(operator, "value")?.dtype ?? "float32";
  const fixed = FIXED_TYPES.get(name);
  if (fixed !== undefined) return fixed;
  const operand = isKnown ? operator.inputs[TYPE_OPERAND.get(name) ?? 0] : undefined;
  // Without a zero point the quantized type is uint8.
  return operand?.dtype ?? (name === "QuantizeLinear" ? "uint8" : "unknown");
}
