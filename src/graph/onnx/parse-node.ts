import type { Operator, Tensor } from "../graph.ts";
import type { ConstantData } from "../data-type.ts";
import type { AttributeValue } from "../operator-options.ts";
import { failAt, type Message, visitFields } from "./message.ts";
import { parseAttribute } from "./parse-attribute.ts";
import type { Scope } from "./scope.ts";

/** What a node needs to know of its graph. */
export interface NodeContext {
  readonly scope: Scope;
  readonly versions: ReadonlyMap<string, number>;
  /** Reads a nested graph and gives its index. */
  readonly parseBody: (message: Message) => number;
}

/** Reads a `NodeProto`; the output of a `Constant` node becomes a constant. */
export function parseNode(message: Message, index: number, context: NodeContext): Operator {
  const draft = readNode(message, context);
  if (draft.opType === "") failAt(message, 0, "a node has no operator type");
  const { scope } = context;
  const outputs = draft.outputs.map((name) => (name === "" ? undefined : scope.define(name)));
  addConstantValue(draft, scope);
  return {
    index,
    name: draft.opType,
    ...(draft.name !== "" && { nodeName: draft.name }),
    domain: draft.domain,
    version: context.versions.get(draft.domain) ?? 0,
    inputs: draft.inputs,
    outputs,
    intermediates: [],
    options: { kind: "Onnx", attributes: draft.attributes },
  };
}

interface Draft {
  opType: string;
  name: string;
  domain: string;
  inputs: (Tensor | undefined)[];
  outputs: string[];
  attributes: Map<string, AttributeValue>;
}

/** An empty name stands for an optional operand that is left out. */
function readNode(message: Message, { scope, parseBody }: NodeContext): Draft {
  const draft: Draft = {
    opType: "",
    name: "",
    domain: "",
    inputs: [],
    outputs: [],
    attributes: new Map(),
  };
  visitFields(message, (field) => {
    switch (field.number) {
      case 1: {
        const name = field.text();
        draft.inputs.push(name === "" ? undefined : scope.use(name));
        break;
      }
      case 2:
        draft.outputs.push(field.text());
        break;
      case 3:
        draft.name = field.text();
        break;
      case 4:
        draft.opType = field.text();
        break;
      case 5: {
        const [name, value] = parseAttribute(field.message(), parseBody);
        draft.attributes.set(name, value);
        break;
      }
      case 7:
        draft.domain = field.text();
        break;
      default:
    }
  });
  if (draft.domain === "ai.onnx") draft.domain = "";
  return draft;
}

function addConstantValue({ opType, domain, outputs, attributes }: Draft, scope: Scope): void {
  const [name] = outputs;
  if (opType !== "Constant" || domain !== "" || name === undefined || name === "") return;
  for (const [key, value] of attributes) {
    const constant = key.startsWith("value") ? toConstant(value) : undefined;
    if (constant !== undefined) scope.addConstant({ name, ...constant });
  }
}

interface Constant {
  readonly dtype: Tensor["dtype"];
  readonly shape: readonly number[];
  readonly data: ConstantData;
}

/** The value of `Constant`: a tensor, or a number or list that the operator set 12 allowed instead. */
function toConstant(value: AttributeValue): Constant | undefined {
  switch (value.type) {
    case "TENSOR":
      return { dtype: value.dtype, shape: value.shape, data: value.data };
    case "INT":
      return { dtype: "int64", shape: [], data: packInts([value.value]) };
    case "INTS":
      return { dtype: "int64", shape: [value.values.length], data: packInts(value.values) };
    case "FLOAT":
      return { dtype: "float32", shape: [], data: packFloats([value.value]) };
    case "FLOATS":
      return { dtype: "float32", shape: [value.values.length], data: packFloats(value.values) };
    case "STRING":
    case "STRINGS":
    case "GRAPH":
    case "UNREAD":
      return undefined;
  }
}

const MAX_INT64 = 2n ** 63n - 1n;

function packInts(values: readonly number[]): ConstantData {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  for (const [index, value] of values.entries()) {
    // The largest value stands for "to the end" and was rounded up to 2^63 as a number.
    const wide = BigInt(value);
    view.setBigInt64(index * 8, wide > MAX_INT64 ? MAX_INT64 : wide, true);
  }
  return { bytes: new Uint8Array(view.buffer), external: false };
}

function packFloats(values: readonly number[]): ConstantData {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return { bytes: new Uint8Array(view.buffer), external: false };
}
