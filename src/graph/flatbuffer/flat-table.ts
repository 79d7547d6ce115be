import type { ByteBuffer } from "flatbuffers";
import { ModelParseError } from "../model-parse-error.ts";

/** A field of a flatbuffer table: its slot in the vtable and its name for error places. */
export interface Field {
  readonly slot: number;
  readonly name: string;
}

/** Names a table's fields in the order of the schema, so that the position is the slot. */
export function fieldsOf<const Name extends string>(
  names: readonly Name[],
): Readonly<Record<Name, Field>> {
  const entries = names.map((name, slot): [string, Field] => [name, { slot, name }]);
  // The entries above are one for each of the names given.
  return Object.fromEntries(entries) as Record<Name, Field>;
}

/** One flatbuffer being read, and how much of it may still be decoded. */
export interface FlatFile {
  readonly name: string;
  readonly buffer: ByteBuffer;
  readonly bytes: Uint8Array;
  /**
   * Bytes that may still be decoded. Tables and vectors may be shared by reference, so a small file could
   * describe a huge graph: this keeps the total proportional to the file.
   */
  remainingBudget: number;
}

interface VectorBounds {
  readonly start: number;
  /** In elements. */
  readonly length: number;
}

/** What a reference costs against the budget: more than a dense file needs, less than an aliased one wants. */
const TABLE_COST_BYTES = 64;
const utf8 = new TextDecoder("utf-8");

/**
 * A flatbuffer table whose every read is checked against the buffer.
 *
 * Absent fields give the schema's default. Layout: https://flatbuffers.dev/internals/ (read 2026-11-22).
 *
 * @throws ModelParseError when an offset, vtable or vector length leaves the file.
 */
export class FlatTable {
  readonly file: FlatFile;
  private readonly position: number;
  private readonly vtable: number;
  private readonly vtableBytes: number;
  private readonly parent: FlatTable | undefined;
  private readonly label: string;

  private constructor(
    file: FlatFile,
    position: number,
    parent: FlatTable | undefined,
    label: string,
  ) {
    this.file = file;
    this.position = position;
    this.parent = parent;
    this.label = label;
    this.charge(TABLE_COST_BYTES, label);
    this.check(position, 4, label);
    this.vtable = position - file.buffer.readInt32(position);
    this.check(this.vtable, 4, label);
    this.vtableBytes = file.buffer.readUint16(this.vtable);
    this.check(this.vtable, Math.max(this.vtableBytes, 4), label);
  }

  static root(file: FlatFile): FlatTable {
    if (file.bytes.length < 8) {
      throw new ModelParseError(
        file.name,
        "byte 0",
        `the file has only ${file.bytes.length} bytes`,
      );
    }
    return new FlatTable(file, file.buffer.readUint32(0), undefined, "model");
  }

  /** Path of this table, or of one of its fields, such as `subgraphs[0].operators[3].inputs`. */
  place(fieldName?: string): string {
    const own = this.parent === undefined ? [] : [this.path()];
    const parts = fieldName === undefined ? own : [...own, fieldName];
    return parts.length === 0 ? this.label : parts.join(".");
  }

  fail(fieldName: string | undefined, reason: string): never {
    throw new ModelParseError(this.file.name, this.place(fieldName), reason);
  }

  int8(field: Field, absent = 0): number {
    const at = this.find(field, 1);
    return at === undefined ? absent : this.file.buffer.readInt8(at);
  }

  uint8(field: Field, absent = 0): number {
    const at = this.find(field, 1);
    return at === undefined ? absent : this.file.buffer.readUint8(at);
  }

  bool(field: Field, absent = false): boolean {
    const at = this.find(field, 1);
    return at === undefined ? absent : this.file.buffer.readUint8(at) !== 0;
  }

  int16(field: Field, absent = 0): number {
    const at = this.find(field, 2);
    return at === undefined ? absent : this.file.buffer.readInt16(at);
  }

  int32(field: Field, absent = 0): number {
    const at = this.find(field, 4);
    return at === undefined ? absent : this.file.buffer.readInt32(at);
  }

  uint32(field: Field, absent = 0): number {
    const at = this.find(field, 4);
    return at === undefined ? absent : this.file.buffer.readUint32(at);
  }

  float32(field: Field, absent = 0): number {
    const at = this.find(field, 4);
    return at === undefined ? absent : this.file.buffer.readFloat32(at);
  }

  /** Exact up to 2^53, rounded above. */
  int64(field: Field): number {
    const at = this.find(field, 8);
    return at === undefined ? 0 : Number(this.file.buffer.readInt64(at));
  }

  uint64(field: Field): number {
    const at = this.find(field, 8);
    return at === undefined ? 0 : Number(this.file.buffer.readUint64(at));
  }

  text(field: Field): string {
    const view = this.bytes(field);
    if (view === undefined) return "";
    this.charge(view.length, field.name);
    return utf8.decode(view);
  }

  /** The vector of bytes as a view of the file. */
  bytes(field: Field): Uint8Array | undefined {
    const vector = this.vector(field, 1);
    if (vector === undefined) return undefined;
    return this.file.bytes.subarray(vector.start, vector.start + vector.length);
  }

  int32s(field: Field): number[] {
    return this.numbers(field, 4, (at) => this.file.buffer.readInt32(at));
  }

  float32s(field: Field): number[] {
    return this.numbers(field, 4, (at) => this.file.buffer.readFloat32(at));
  }

  int64s(field: Field): number[] {
    const { buffer } = this.file;
    // Long vectors of zero points: two halves are far quicker than a bigint each.
    return this.numbers(field, 8, (at) => {
      return buffer.readInt32(at + 4) * 2 ** 32 + buffer.readUint32(at);
    });
  }

  /** A vector of strings or byte vectors, as views of the file. */
  byteVectors(field: Field): Uint8Array[] {
    const vector = this.vector(field, 4);
    if (vector === undefined) return [];
    this.charge(vector.length * TABLE_COST_BYTES, field.name);
    return Array.from({ length: vector.length }, (_, index) => {
      const { start, length } = this.vectorAt(this.follow(vector.start + index * 4), 1, field);
      return this.file.bytes.subarray(start, start + length);
    });
  }

  table(field: Field): FlatTable | undefined {
    const at = this.find(field, 4);
    if (at === undefined) return undefined;
    return new FlatTable(this.file, this.follow(at), this, field.name);
  }

  tables(field: Field): FlatTable[] {
    const vector = this.vector(field, 4);
    if (vector === undefined) return [];
    this.charge(vector.length * 4, field.name);
    return Array.from({ length: vector.length }, (_, index) => {
      const position = this.follow(vector.start + index * 4);
      return new FlatTable(this.file, position, this, `${field.name}[${index}]`);
    });
  }

  private path(): string {
    const above = this.parent?.parent === undefined ? undefined : this.parent.path();
    return above === undefined ? this.label : `${above}.${this.label}`;
  }

  private numbers(field: Field, elementBytes: number, read: (at: number) => number): number[] {
    const vector = this.vector(field, elementBytes);
    if (vector === undefined) return [];
    this.charge(vector.length * elementBytes, field.name);
    const values = new Array<number>(vector.length);
    for (let index = 0; index < vector.length; index += 1) {
      values[index] = read(vector.start + index * elementBytes);
    }
    return values;
  }

  private vector(field: Field, elementBytes: number): VectorBounds | undefined {
    const at = this.find(field, 4);
    return at === undefined ? undefined : this.vectorAt(this.follow(at), elementBytes, field);
  }

  private vectorAt(position: number, elementBytes: number, field: Field): VectorBounds {
    this.check(position, 4, field.name);
    const length = this.file.buffer.readUint32(position);
    this.check(position + 4, length * elementBytes, field.name);
    return { start: position + 4, length };
  }

  /** Byte position of a field's value, or `undefined` when the table leaves it at its default. */
  private find(field: Field, sizeBytes: number): number | undefined {
    const entry = 4 + field.slot * 2;
    if (entry + 2 > this.vtableBytes) return undefined;
    const offset = this.file.buffer.readUint16(this.vtable + entry);
    if (offset === 0) return undefined;
    this.check(this.position + offset, sizeBytes, field.name);
    return this.position + offset;
  }

  private follow(at: number): number {
    return at + this.file.buffer.readUint32(at);
  }

  private check(start: number, lengthBytes: number, fieldName: string): void {
    if (start >= 0 && start + lengthBytes <= this.file.bytes.length) return;
    this.fail(
      fieldName === this.label ? undefined : fieldName,
      `it points to bytes ${start} to ${start + lengthBytes} of a file of ${this.file.bytes.length} bytes`,
    );
  }

  private charge(costBytes: number, fieldName: string): void {
    this.file.remainingBudget -= costBytes;
    if (this.file.remainingBudget >= 0) return;
    this.fail(
      fieldName === this.label ? undefined : fieldName,
      "the same parts are referred to so often that the model would be far larger than its file",
    );
  }
}
