import { bitsPerElement } from "../element-size.ts";
import type { ConstantData, DataType, ExternalReference } from "../graph.ts";
import { resolveDataType } from "./data-types.ts";
import { charge, failAt, type Message, visitFields } from "./message.ts";

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
  fixed: Uint8Array[];
  varints: bigint[];
  isExternal: boolean;
  external: Map<string, string>;
}

/**
 * Reads a `TensorProto`; numbers stored as raw bytes or as packed floats stay views of the file.
 *
 * @throws ModelParseError when the stored values are fewer or more than the shape says.
 */
export function parseTensor(message: Message): TensorValue {
  charge(message, 64);
  const draft = readDraft(message);
  const { name, dtype, shape } = draft;
  if (shape.some((size) => size < 0))
    failAt(message, 0, `a constant has the shape [${shape.join()}]`);
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
    fixed: [],
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
        draft.fixed.push(field.fixed());
        break;
      case 5: // int32_data
      case 7: // int64_data
      case 11: // uint64_data
        field.appendBigInts(draft.varints);
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
function packValues({ dtype, fixed, varints }: Draft): Uint8Array {
  if (varints.length === 0) return joinBytes(fixed);
  // Several 4-bit values share one stored integer, which fills a byte.
  const width = Math.max((bitsPerElement(dtype) ?? 8) / 8, 1);
  const view = new DataView(new ArrayBuffer(varints.length * width));
  for (const [index, value] of varints.entries()) writeInteger(view, index * width, width, value);
  return new Uint8Array(view.buffer);
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

function writeInteger(view: DataView, at: number, width: number, value: bigint): void {
  if (width === 1) view.setUint8(at, Number(BigInt.asUintN(8, value)));
  else if (width === 2) view.setUint16(at, Number(BigInt.asUintN(16, value)), true);
  else if (width === 4) view.setUint32(at, Number(BigInt.asUintN(32, value)), true);
  else view.setBigUint64(at, BigInt.asUintN(64, value), true);
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
