import type { Dimension } from "../graph.ts";
import type { DataType } from "../data-type.ts";
import { resolveDataType } from "./data-types.ts";
import { findImpossibleShape, MAX_RANK } from "../tensor-shape.ts";
import { charge, failAt, type Message, visitFields } from "./message.ts";

/** What a file says of a value. */
export interface ValueInfo {
  readonly name: string;
  readonly dtype: DataType;
  /** `undefined` when not even the rank is given. */
  readonly shape: readonly Dimension[] | undefined;
}

/** Reads a `ValueInfoProto`; sequences, maps and optionals have the type `unknown`. */
export function parseValueInfo(message: Message): ValueInfo {
  charge(message, 64);
  let name = "";
  let type: TensorType = { dtype: "unknown", shape: undefined };
  visitFields(message, (field) => {
    if (field.number === 1) name = field.text();
    if (field.number === 2) type = parseType(field.message());
  });
  const impossible = findImpossibleShape(type);
  if (impossible !== undefined) failAt(message, 0, `of "${name.slice(0, 60)}": ${impossible}`);
  return { name, ...type };
}

type TensorType = Omit<ValueInfo, "name">;

function parseType(message: Message): TensorType {
  let type: TensorType = { dtype: "unknown", shape: undefined };
  visitFields(message, (field) => {
    if (field.number === 1) type = parseTensorType(field.message());
  });
  return type;
}

function parseTensorType(message: Message): TensorType {
  let dtype: DataType = "unknown";
  let shape: readonly Dimension[] | undefined;
  visitFields(message, (field) => {
    if (field.number === 1) dtype = resolveDataType(field.int());
    if (field.number === 2) shape = parseShape(field.message());
  });
  return { dtype, shape };
}

function parseShape(message: Message): readonly Dimension[] {
  const shape: Dimension[] = [];
  visitFields(message, (field) => {
    if (field.number === 1) shape.push(parseDimension(field.message()));
  });
  if (shape.length > MAX_RANK) failAt(message, 0, `a value has ${shape.length} dimensions`);
  return shape;
}

/** A size, a name, or nothing; exporters also write -1 or an empty name for nothing. */
function parseDimension(message: Message): Dimension {
  charge(message, 8);
  let dimension: Dimension;
  visitFields(message, (field) => {
    if (field.number === 1) dimension = nonNegative(field.int());
    if (field.number === 2) dimension = field.text() || undefined;
  });
  return dimension;
}

function nonNegative(size: number): number | undefined {
  return size < 0 ? undefined : size;
}
