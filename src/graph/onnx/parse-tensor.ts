import { bitsPerElement } from "../element-size.ts";
import type { ExternalReference } from "../data-type.ts";
import type { ConstantData, DataType } from "../data-type.ts";
import { findImpossibleShape, MAX_RANK } from "../tensor-shape.ts";
import { resolveDataType } from "./data-types.ts";
import { charge, failAt, type Message, visitFields, visitVarints } from "./message.ts";

/** A `TensorProto`: an initializer or an attribute's value. */
export interface TensorValue {
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly data: ConstantData;
}

/** The fields of the message as they are found, before they become bytes. */
interface Draft {
  name: string;
  dtype: DataType;
  shape: number[];
  raw: Uint8Array | undefined;
  /** Runs of floats as stored. */
  floats: Uint8Array[];
  /** Runs of integers as stored: 64-bit varints whatever the type. */
  varints: Uint8Array[];
  isExternal: boolean;
  external: Map<string, string>;
}

/** Stands for the values of a constant that are still to be read. */
const STORED: ConstantData = { bytes: new Uint8Array(), external: true };

/**
 * Reads a `TensorProto`; numbers stored as raw bytes or as packed floats stay views of the file.
 *
 * @throws ModelParseError when the stored values are fewer or more than the shape says.
 */
export function parseTensor(message: Message): TensorValue {
  charge(message, 64);
  const draft = readDraft(message);
  const { name, dtype, shape } = draft;
  if (shape.length > MAX_RANK) failAt(message, 0, `a constant has ${shape.length} dimensions`);
  const impossible = findImpossibleShape({ shape, dtype, data: STORED });
  if (impossible !== undefined) failAt(message, 0, `of a constant: ${impossible}`);
  if (draft.isExternal) {
    const reference = parseReference(message, draft.external);
    if (reference.lengthBytes !== undefined) checkLength(message, draft, reference.lengthBytes);
    return { name, dtype, shape, data: { bytes: new Uint8Array(), external: true, reference } };
  }
  const bytes = draft.raw ?? packValues(draft);
  checkLength(message, draft, bytes.length);
  return { name, dtype, shape, data: { bytes, external: false } };
}

function readDraft(message: Message): Draft {
  const draft: Draft = {
    name: "",
    dtype: "unknown",
    shape: [],
    raw: undefined,
    floats: [],
    varints: [],
    isExternal: false,
    external: new Map(),
  };
  visitFields(message, (field) => {
    switch (field.number) {
      case 1:
        field.appendInts(draft.shape);
        break;
      case 2:
        draft.dtype = resolveDataType(field.int());
        break;
      case 4: // float_data
      case 10: // double_data
        draft.floats.push(field.raw());
        break;
      case 5: // int32_data
      case 7: // int64_data
      case 11: // uint64_data
        draft.varints.push(field.raw());
        break;
      case 8:
        draft.name = field.text();
        break;
      case 9:
        draft.raw = field.bytes();
        break;
      case 13: {
        const [key, value] = parseEntry(field.message());
        draft.external.set(key, value);
        break;
      }
      case 14:
        draft.isExternal = field.int() === 1;
        break;
      default:
    }
  });
  return draft;
}

/** A `StringStringEntryProto`. */
export function parseEntry(message: Message): readonly [key: string, value: string] {
  charge(message, 16);
  let key = "";
  let value = "";
  visitFields(message, (field) => {
    if (field.number === 1) key = field.text();
    if (field.number === 2) value = field.text();
  });
  return [key, value];
}

function parseReference(message: Message, entries: ReadonlyMap<string, string>): ExternalReference {
  const location = entries.get("location") ?? "";
  if (location === "") failAt(message, 0, "a constant is external but has no location");
  const offsetBytes = parseSize(message, entries.get("offset")) ?? 0;
  const lengthBytes = parseSize(message, entries.get("length"));
  return { location, offsetBytes, ...(lengthBytes !== undefined && { lengthBytes }) };
}

function parseSize(message: Message, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const size = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(size)) {
    failAt(message, 0, "an offset or length of external data is not a plain number");
  }
  return size;
}

/** Floats are stored as they are; integers as varints that shrink to the width of their type. */
function packValues({ dtype, floats, varints }: Draft): Uint8Array {
  if (varints.length === 0) return joinBytes(floats);
  // Several 4-bit values share one stored integer, which fills a byte.
  const width = Math.max((bitsPerElement(dtype) ?? 8) / 8, 1);
  const count = varints.reduce((sum, run) => sum + countVarints(run), 0);
  const view = new DataView(new ArrayBuffer(count * width));
  let at = 0;
  for (const run of varints) {
    visitVarints(run, (low, high) => {
      writeInteger(view, at, width, low, high);
      at += width;
    });
  }
  return new Uint8Array(view.buffer);
}

/** The last byte of a varint has its high bit clear. */
function countVarints(run: Uint8Array): number {
  return run.reduce((count, byte) => (byte < 0x80 ? count + 1 : count), 0);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = parts;
  if (more.length === 0) return first ?? new Uint8Array();
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function writeInteger(view: DataView, at: number, width: number, low: number, high: number): void {
  if (width === 1) view.setInt8(at, low);
  else if (width === 2) view.setInt16(at, low, true);
  else view.setInt32(at, low, true);
  if (width === 8) view.setInt32(at + 4, high, true);
}

function checkLength(message: Message, draft: Draft, lengthBytes: number): void {
  const bits = bitsPerElement(draft.dtype);
  if (bits === undefined) return;
  const count = draft.shape.reduce((product, size) => product * size, 1);
  const expected = Math.ceil((count * bits) / 8);
  if (lengthBytes === expected) return;
  failAt(
    message,
    0,
    `a constant of ${draft.dtype} with shape [${draft.shape.join()}] has ${lengthBytes} bytes instead of ${expected}`,
  );
}
