import protobuf from "protobufjs/minimal.js";

/** A protobuf message under construction: field number and value, in the order to be written. */
export type PbField = readonly [
  number: number,
  value: number | bigint | string | Uint8Array | { readonly float: number } | readonly PbField[],
];

/** Encodes a message; numbers become varints, lists nested messages. */
export function encodeMessage(fields: readonly PbField[]): Uint8Array {
  const writer = new protobuf.Writer();
  for (const [number, value] of fields) writeField(writer, number, value);
  return writer.finish();
}

/** What a test says of a value: its name and sizes, where a text is a named dimension and `null` an unknown one. */
export interface ValueSpec {
  readonly name: string;
  readonly shape?: readonly (number | string | null)[];
  /** Code of the element type, FLOAT unless said otherwise. */
  readonly type?: number;
}

export interface NodeSpec {
  readonly op: string;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | PbField[]>>;
  readonly domain?: string;
}

/** A `TensorProto` of 64-bit integers. */
export function intsTensor(name: string, values: readonly number[]): PbField[] {
  const data = values.map((value): PbField => [7, BigInt(value)]);
  return [[1, values.length], [2, 7], [8, name], ...data];
}

/** A `TensorProto` of floats that are all 0, as raw bytes. */
export function zerosTensor(name: string, shape: readonly number[]): PbField[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const dims = shape.map((size): PbField => [1, size]);
  return [...dims, [2, 1], [8, name], [9, new Uint8Array(count * 4)]];
}

/** An ONNX file of one graph, with the operator set 17 of the default domain. */
export function buildOnnx(graph: {
  readonly inputs?: readonly ValueSpec[];
  readonly outputs?: readonly ValueSpec[];
  readonly values?: readonly ValueSpec[];
  readonly initializers?: readonly PbField[][];
  readonly nodes?: readonly NodeSpec[];
}): Uint8Array {
  return encodeMessage([
    [1, 8],
    [2, "hand"],
    [7, encodeGraph(graph)],
    [8, [[2, 17]]],
  ]);
}

export function encodeGraph(graph: Parameters<typeof buildOnnx>[0]): PbField[] {
  return [
    ...(graph.nodes ?? []).map((node): PbField => [1, encodeNode(node)]),
    [2, "main"],
    ...(graph.initializers ?? []).map((tensor): PbField => [5, tensor]),
    ...(graph.inputs ?? []).map((value): PbField => [11, encodeValue(value)]),
    ...(graph.outputs ?? []).map((value): PbField => [12, encodeValue(value)]),
    ...(graph.values ?? []).map((value): PbField => [13, encodeValue(value)]),
  ];
}

function encodeNode({ op, inputs, outputs, attributes, domain }: NodeSpec): PbField[] {
  return [
    ...(inputs ?? []).map((name): PbField => [1, name]),
    ...(outputs ?? []).map((name): PbField => [2, name]),
    [4, op],
    ...Object.entries(attributes ?? {}).map(([name, value]): PbField => [
      5,
      encodeAttribute(name, value),
    ]),
    [7, domain ?? ""],
  ];
}

/** Lists of pairs are a nested graph. */
function encodeAttribute(
  name: string,
  value: number | string | readonly number[] | PbField[],
): PbField[] {
  if (typeof value === "number")
    return [
      [1, name],
      [3, value],
      [20, 2],
    ];
  if (typeof value === "string")
    return [
      [1, name],
      [4, value],
      [20, 3],
    ];
  const numbers = value.filter((each) => typeof each === "number");
  if (numbers.length < value.length) {
    return [
      [1, name],
      [6, value.filter((each) => typeof each !== "number")],
      [20, 5],
    ];
  }
  return [[1, name], ...numbers.map((each): PbField => [8, each]), [20, 7]];
}

function encodeValue({ name, shape, type }: ValueSpec): PbField[] {
  const dimensions = shape?.map((size): PbField => [1, encodeDimension(size)]);
  const tensorType: PbField[] = [[1, type ?? 1], ...(dimensions ? [[2, dimensions] as const] : [])];
  return [
    [1, name],
    [2, [[1, tensorType]]],
  ];
}

function encodeDimension(size: number | string | null): PbField[] {
  if (size === null) return [];
  return [[typeof size === "number" ? 1 : 2, size]];
}

function writeField(writer: protobuf.Writer, number: number, value: PbField[1]): void {
  if (typeof value === "number") writer.uint32(number << 3).int64(value);
  else if (typeof value === "bigint") writeWide(writer.uint32(number << 3), value);
  else if (typeof value === "string") writer.uint32((number << 3) | 2).string(value);
  else if (value instanceof Uint8Array) writer.uint32((number << 3) | 2).bytes(value);
  else if ("float" in value) writer.uint32((number << 3) | 5).float(value.float);
  else writer.uint32((number << 3) | 2).bytes(encodeMessage(value));
}

/** All 64 bits, seven at a time. */
function writeWide(writer: protobuf.Writer, value: bigint): void {
  const unsigned = BigInt.asUintN(64, value);
  const low = Number(unsigned & 0xffffffffn) | 0;
  const high = Number(unsigned >> 32n) | 0;
  writer.int64({ low, high, unsigned: false });
}
