import type { Operator } from "./graph.ts";
import type { ConstantData, DataType } from "./data-type.ts";
import type { AttributeValue } from "./operator-options.ts";

/** An ONNX node's attribute of any type; `undefined` when the node leaves it at its default. */
export function findAttribute(operator: Operator, name: string): AttributeValue | undefined {
  return operator.options.kind === "Onnx" ? operator.options.attributes.get(name) : undefined;
}

/** An `INT` or `FLOAT` attribute. */
export function numberAttribute(operator: Operator, name: string): number | undefined {
  const attribute = findAttribute(operator, name);
  const isNumber = attribute?.type === "INT" || attribute?.type === "FLOAT";
  return isNumber ? attribute.value : undefined;
}

/** An `INTS` or `FLOATS` attribute. */
export function numbersAttribute(operator: Operator, name: string): readonly number[] | undefined {
  const attribute = findAttribute(operator, name);
  const isList = attribute?.type === "INTS" || attribute?.type === "FLOATS";
  return isList ? attribute.values : undefined;
}

export function textAttribute(operator: Operator, name: string): string | undefined {
  const attribute = findAttribute(operator, name);
  return attribute?.type === "STRING" ? attribute.value : undefined;
}

/** A `TENSOR` attribute, such as the value of `ConstantOfShape`. */
export function tensorAttribute(
  operator: Operator,
  name: string,
): { dtype: DataType; shape: readonly number[]; data: ConstantData } | undefined {
  const attribute = findAttribute(operator, name);
  return attribute?.type === "TENSOR" ? attribute : undefined;
}
