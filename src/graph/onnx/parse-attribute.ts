import type { AttributeValue } from "../operator-options.ts";
import { charge, type Message, visitFields } from "./message.ts";
import { parseTensor } from "./parse-tensor.ts";

/** Reads an `AttributeProto`; `parseBody` reads a nested graph and gives its index. */
export function parseAttribute(
  message: Message,
  parseBody: (message: Message) => number,
): readonly [name: string, value: AttributeValue] {
  charge(message, 32);
  const draft = readAttribute(message);
  return [draft.name, toValue(draft, parseBody)];
}

interface Draft {
  name: string;
  /** Code of `AttributeType`; 0 in files from before the format had it. */
  type: number;
  /** Number of the last value field seen. */
  lastField: number;
  float: number;
  int: number;
  text: string;
  message: Message | undefined;
  numbers: number[];
  texts: string[];
}

/** Codes of `AttributeType` that follow from the number of the field a value stands in. */
const TYPE_OF_FIELD: ReadonlyMap<number, number> = new Map([
  [2, 1],
  [3, 2],
  [4, 3],
  [5, 4],
  [6, 5],
  [7, 6],
  [8, 7],
  [9, 8],
]);

function readAttribute(message: Message): Draft {
  const draft: Draft = {
    name: "",
    type: 0,
    lastField: 0,
    float: 0,
    int: 0,
    text: "",
    message: undefined,
    numbers: [],
    texts: [],
  };
  visitFields(message, (field) => {
    if (TYPE_OF_FIELD.has(field.number)) draft.lastField = field.number;
    switch (field.number) {
      case 1:
        draft.name = field.text();
        break;
      case 2:
        draft.float = field.float();
        break;
      case 3:
        draft.int = field.int();
        break;
      case 4:
        draft.text = field.text();
        break;
      case 5:
      case 6:
        draft.message = field.message();
        break;
      case 7:
        field.appendFloats(draft.numbers);
        break;
      case 8:
        field.appendInts(draft.numbers);
        break;
      case 9:
        draft.texts.push(field.text());
        break;
      case 20:
        draft.type = field.int();
        break;
      default:
    }
  });
  return draft;
}

function toValue(draft: Draft, parseBody: (message: Message) => number): AttributeValue {
  const code = draft.type === 0 ? (TYPE_OF_FIELD.get(draft.lastField) ?? 0) : draft.type;
  switch (code) {
    case 1:
      return { type: "FLOAT", value: draft.float };
    case 2:
      return { type: "INT", value: draft.int };
    case 3:
      return { type: "STRING", value: draft.text };
    case 4: {
      if (draft.message === undefined) return { type: "UNREAD", code };
      const { dtype, shape, data } = parseTensor(draft.message);
      return { type: "TENSOR", dtype, shape, data };
    }
    case 5:
      if (draft.message === undefined) return { type: "UNREAD", code };
      return { type: "GRAPH", subgraphIndex: parseBody(draft.message) };
    case 6:
      return { type: "FLOATS", values: draft.numbers };
    case 7:
      return { type: "INTS", values: draft.numbers };
    case 8:
      return { type: "STRINGS", values: draft.texts };
    default:
      return { type: "UNREAD", code };
  }
}
