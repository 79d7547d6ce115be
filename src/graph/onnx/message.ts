import protobuf from "protobufjs/minimal.js";
import { ModelParseError } from "../model-parse-error.ts";

/** One protobuf file being read, and how much of it may still become objects. */
export interface OnnxFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A message of two bytes becomes an object of hundreds: this keeps the total proportional to the file. */
  remainingBudget: number;
}

/** A message or another run of bytes inside of the file; always a view. */
export interface Message {
  readonly file: OnnxFile;
  readonly bytes: Uint8Array;
}

const utf8 = new TextDecoder("utf-8");

/**
 * Visits the fields of a message in the file's order; a field that the visitor does not read is skipped.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding/ (read 2026-11-22).
 *
 * @throws ModelParseError when a field leaves its message or has another wire type than the visitor reads.
 */
export function visitFields(message: Message, visit: (field: Field) => void): void {
  const reader = new protobuf.Reader(message.bytes);
  try {
    while (reader.pos < reader.len) {
      const field = new Field(message.file, reader);
      visit(field);
      field.skipUnread();
    }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ModelParseError) throw error;
    failAt(message, reader.pos, error.message, { cause: error });
  }
}

/** Takes an object's cost from the budget. */
export function charge(message: Message, costBytes: number): void {
  message.file.remainingBudget -= costBytes;
  if (message.file.remainingBudget < 0) {
    failAt(message, 0, "it describes more parts than a file of its size plausibly holds");
  }
}

/** @throws ModelParseError naming the byte `position` of the message. */
export function failAt(
  message: Message,
  position: number,
  reason: string,
  options?: ErrorOptions,
): never {
  const offset = message.bytes.byteOffset - message.file.bytes.byteOffset + position;
  throw new ModelParseError(message.file.name, `byte ${offset}`, reason, options);
}

/** Visits the varints of a packed run as the two halves of their 64 bits. */
export function visitVarints(packed: Uint8Array, visit: (low: number, high: number) => void): void {
  const reader = new protobuf.Reader(packed);
  while (reader.pos < reader.len) {
    const value = reader.int64();
    if (typeof value === "number") visit(value | 0, Math.floor(value / 2 ** 32));
    else visit(value.low, value.high);
  }
}

/** The field that the reader stands at. */
export class Field {
  readonly number: number;
  private readonly file: OnnxFile;
  private readonly reader: protobuf.Reader;
  private readonly wireType: number;
  private isRead = false;

  constructor(file: OnnxFile, reader: protobuf.Reader) {
    const tag = reader.uint32();
    this.number = tag >>> 3;
    this.wireType = tag & 7;
    this.file = file;
    this.reader = reader;
  }

  skipUnread(): void {
    if (this.wireType === 3 || this.wireType === 4) throw new Error("ONNX has no groups");
    if (!this.isRead) this.reader.skipType(this.wireType, 0, this.number);
  }

  /** Exact up to 2^53, rounded above. */
  int(): number {
    this.expect(0);
    return toNumber(this.reader.int64());
  }

  float(): number {
    this.expect(5);
    return this.reader.float();
  }

  bytes(): Uint8Array {
    this.expect(2);
    return this.reader.bytes();
  }

  text(): string {
    return utf8.decode(this.bytes());
  }

  message(): Message {
    return { file: this.file, bytes: this.bytes() };
  }

  /** Adds one varint, or a packed run of them. */
  appendInts(values: number[]): void {
    if (this.wireType === 0) values.push(this.int());
    else this.eachPacked((packed) => values.push(toNumber(packed.int64())));
  }

  appendFloats(values: number[]): void {
    if (this.wireType === 5) values.push(this.float());
    else this.eachPacked((packed) => values.push(packed.float()));
  }

  /** The bytes of one number, or of a packed run of them, as stored. */
  raw(): Uint8Array {
    if (this.wireType === 2) return this.bytes();
    const start = this.reader.pos;
    this.isRead = true;
    this.reader.skipType(this.wireType, 0, this.number);
    return this.reader.buf.subarray(start, this.reader.pos);
  }

  private eachPacked(read: (packed: protobuf.Reader) => void): void {
    const packed = new protobuf.Reader(this.bytes());
    while (packed.pos < packed.len) read(packed);
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw new Error(`field ${this.number} has wire type ${this.wireType} instead of ${wireType}`);
    }
    this.isRead = true;
  }
}

/** protobufjs gives 64-bit values as pairs of signed halves, or as numbers where the package `long` is missing. */
type Wide = ReturnType<protobuf.Reader["int64"]>;

function toNumber(value: Wide): number {
  return typeof value === "number" ? value : value.high * 2 ** 32 + (value.low >>> 0);
}
