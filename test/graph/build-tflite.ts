import { Builder } from "flatbuffers";

/** A field's value in a hand-built table: the width of a scalar, or something the table points to. */
export type Value =
  | { readonly int8: number }
  | { readonly int16: number }
  | { readonly int32: number }
  | { readonly uint64: bigint }
  | { readonly float32: number }
  | { readonly text: string }
  | { readonly bytes: readonly number[] | Uint8Array }
  | { readonly int32s: readonly number[] }
  | { readonly int64s: readonly number[] }
  | { readonly float32s: readonly number[] }
  | { readonly byteVectors: readonly Uint8Array[] }
  | { readonly table: TableFields }
  | { readonly tables: readonly TableFields[] }
  /** Many references to one table. */
  | { readonly aliases: { readonly table: TableFields; readonly count: number } };

/** A table by slot. */
export type TableFields = Readonly<Record<number, Value>>;

/** A flatbuffer with this root table; the identifier is TFLite's unless another is given. */
export function buildFlatbuffer(root: TableFields, identifier = "TFL3"): Uint8Array {
  const builder = new Builder(1024);
  builder.finish(writeTable(builder, root), identifier);
  return builder.asUint8Array();
}

/** A TFLite file of one subgraph; every part has a default that makes a valid, empty model. */
export function buildTflite(parts: {
  readonly codes?: readonly TableFields[];
  readonly tensors?: readonly TableFields[];
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly operators?: readonly TableFields[];
  readonly buffers?: readonly TableFields[];
  readonly model?: TableFields;
}): Uint8Array {
  const subgraph: TableFields = {
    0: { tables: parts.tensors ?? [] },
    1: { int32s: parts.inputs ?? [] },
    2: { int32s: parts.outputs ?? [] },
    3: { tables: parts.operators ?? [] },
    4: { text: "main" },
  };
  return buildFlatbuffer({
    0: { int32: 3 },
    1: { tables: parts.codes ?? [] },
    2: { tables: [subgraph] },
    3: { text: "hand-built" },
    4: { tables: parts.buffers ?? [{}] },
    ...parts.model,
  });
}

function writeTable(builder: Builder, fields: TableFields): number {
  const entries = Object.entries(fields).map(([slot, value]) => {
    return [Number(slot), value, writeOffset(builder, value)] as const;
  });
  builder.startObject(Math.max(0, ...entries.map(([slot]) => slot + 1)));
  for (const [slot, value, offset] of entries) {
    if (offset !== undefined) builder.addFieldOffset(slot, offset, 0);
    else if ("int8" in value) builder.addFieldInt8(slot, value.int8, NaN);
    else if ("int16" in value) builder.addFieldInt16(slot, value.int16, NaN);
    else if ("int32" in value) builder.addFieldInt32(slot, value.int32, NaN);
    else if ("uint64" in value) builder.addFieldInt64(slot, value.uint64, -1n);
    else if ("float32" in value) builder.addFieldFloat32(slot, value.float32, NaN);
  }
  return builder.endObject();
}

function writeOffset(builder: Builder, value: Value): number | undefined {
  if ("text" in value) return builder.createString(value.text);
  if ("bytes" in value) return builder.createByteVector(Uint8Array.from(value.bytes));
  if ("int32s" in value) {
    return writeVector(builder, 4, value.int32s, (each) => {
      builder.addInt32(each);
    });
  }
  if ("int64s" in value) {
    return writeVector(builder, 8, value.int64s, (each) => {
      builder.addInt64(BigInt(each));
    });
  }
  if ("float32s" in value) {
    return writeVector(builder, 4, value.float32s, (each) => {
      builder.addFloat32(each);
    });
  }
  if ("byteVectors" in value) {
    return writeOffsets(
      builder,
      value.byteVectors.map((bytes) => builder.createByteVector(bytes)),
    );
  }
  if ("table" in value) return writeTable(builder, value.table);
  if ("tables" in value) {
    return writeOffsets(
      builder,
      value.tables.map((table) => writeTable(builder, table)),
    );
  }
  if ("aliases" in value) {
    const offset = writeTable(builder, value.aliases.table);
    return writeOffsets(builder, new Array<number>(value.aliases.count).fill(offset));
  }
  return undefined;
}

function writeOffsets(builder: Builder, offsets: readonly number[]): number {
  return writeVector(builder, 4, offsets, (offset) => {
    builder.addOffset(offset);
  });
}

/** Vectors are written back to front. */
function writeVector(
  builder: Builder,
  elementBytes: number,
  values: readonly number[],
  add: (value: number) => void,
): number {
  builder.startVector(elementBytes, values.length, elementBytes);
  for (const value of values.toReversed()) add(value);
  return builder.endVector();
}
