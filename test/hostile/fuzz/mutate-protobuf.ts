import protobuf from "protobufjs/minimal.js";
import { NASTY, type Random } from "./random.ts";

/** A message taken apart by its wire format, without its schema. */
interface Field {
  number: number;
  wireType: number;
  /** Of a varint or a fixed-width number. */
  value: number;
  bytes: Uint8Array;
  /** The fields of what reads as a message; empty for text, packed numbers and raw values. */
  children: Field[];
}

/** Longer runs of bytes are weights: what is in them says nothing about the graph. */
const MAX_MESSAGE_BYTES = 1 << 22;
const MAX_DEPTH = 12;

/** Changes one to four fields of an `.onnx`: numbers, kinds, texts taken from elsewhere, fields dropped, doubled, swapped. */
export function mutateProtobuf(bytes: Uint8Array, random: Random): Uint8Array {
  const root = parse(bytes, 0) ?? [];
  const lists = listsOf(root);
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const list = lists[random.below(lists.length)];
    if (list !== undefined && list.length > 0) mutateOne(list, lists, random);
  }
  return encode(root);
}

function mutateOne(list: Field[], lists: readonly Field[][], random: Random): void {
  const at = random.below(list.length);
  const field = list[at];
  const other = pickField(lists, random);
  if (field === undefined || other === undefined) return;
  switch (random.below(7)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.splice(at, 0, structuredClone(field));
      break;
    case 2:
      list.push(...list.splice(at, 1));
      break;
    case 3:
      field.number = random.pick([1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 14, 20]);
      break;
    case 4:
      field.wireType = random.pick([0, 1, 2, 5]);
      break;
    case 5:
      // A name that stands elsewhere makes cycles, second makers and operands of the wrong kind.
      [field.bytes, field.children] = [other.bytes, structuredClone(other.children)];
      break;
    default:
      field.value = random.pick(NASTY);
      if (field.bytes.length === 8) field.bytes = int64(random.pick(NASTY));
  }
}

function int64(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt(value), true);
  return new Uint8Array(view.buffer);
}

function pickField(lists: readonly Field[][], random: Random): Field | undefined {
  const list = lists[random.below(lists.length)] ?? [];
  return list[random.below(list.length)];
}

/** The list of fields of every message, the whole file's first. */
function listsOf(root: Field[]): readonly Field[][] {
  const lists = [root];
  for (const list of lists) {
    for (const { children } of list) if (children.length > 0) lists.push(children);
  }
  return lists;
}

/** `undefined` for bytes that are no message. */
function parse(bytes: Uint8Array, depth: number): Field[] | undefined {
  const reader = new protobuf.Reader(bytes);
  const fields: Field[] = [];
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const field: Field = {
        number: tag >>> 3,
        wireType: tag & 7,
        value: 0,
        bytes: new Uint8Array(),
        children: [],
      };
      if (field.number === 0 || field.number > 1000) return undefined;
      if (field.wireType === 0) field.value = toNumber(reader.int64());
      else if (field.wireType === 1) field.value = toNumber(reader.fixed64());
      else if (field.wireType === 5) field.value = reader.fixed32();
      else if (field.wireType === 2) field.bytes = reader.bytes();
      else return undefined;
      const isMessage = depth < MAX_DEPTH && field.bytes.length <= MAX_MESSAGE_BYTES;
      field.children = isMessage ? (parse(field.bytes, depth + 1) ?? []) : [];
      fields.push(field);
    }
  } catch {
    return undefined;
  }
  return fields;
}

/** protobufjs gives pairs of signed halves, or numbers where the package `long` is missing. */
function toNumber(wide: ReturnType<protobuf.Reader["int64"]>): number {
  return typeof wide === "number" ? wide : wide.high * 2 ** 32 + (wide.low >>> 0);
}

function encode(fields: readonly Field[]): Uint8Array {
  const writer = new protobuf.Writer();
  for (const { number, wireType, value, bytes, children } of fields) {
    writer.uint32(((number << 3) | wireType) >>> 0);
    if (wireType === 0) writer.int64(value);
    else if (wireType === 1) writer.fixed64(value);
    else if (wireType === 5) writer.fixed32(value);
    else writer.bytes(children.length > 0 ? encode(children) : bytes);
  }
  return writer.finish();
}
