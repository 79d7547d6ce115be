import type { Graph, Opset, Subgraph } from "../graph.ts";
import { ModelParseError } from "../model-parse-error.ts";
import { charge, failAt, type Message, visitFields } from "./message.ts";
import { type ModelContext, parseGraph } from "./parse-graph.ts";
import { parseEntry } from "./parse-tensor.ts";

/** The fields of a `ModelProto` before its graph is read, which needs the operator sets. */
interface Draft {
  irVersion: number;
  producer: string;
  producerVersion: string;
  description: string;
  graph: Message | undefined;
  opsets: Opset[];
  metadata: Map<string, Uint8Array>;
}

/**
 * Reads an `.onnx` file into a graph whose constants are views of `bytes`; missing value shapes are inferred.
 *
 * Constants in other files keep their `reference`: finding those files is I/O. `fileName` only goes into errors.
 * Time and memory are proportional to the file, whatever it contains.
 *
 * @throws ModelParseError when the bytes are not an ONNX model, are damaged, or contradict themselves.
 */
export function parseOnnx(bytes: Uint8Array, fileName: string): Graph {
  const file = { name: fileName, bytes, remainingBudget: 8 * bytes.length + 65_536 };
  const draft = readModel({ file, bytes });
  if (draft.graph === undefined || draft.opsets.length === 0) {
    const missing = draft.graph === undefined ? "graph" : "operator set";
    throw new ModelParseError(
      fileName,
      "byte 0",
      `it has no ${missing}, which an ONNX model needs`,
    );
  }
  return {
    format: "onnx",
    fileSizeBytes: bytes.length,
    formatVersion: draft.irVersion,
    description: draft.description,
    ...(draft.producer !== "" && { producer: `${draft.producer} ${draft.producerVersion}`.trim() }),
    subgraphs: parseSubgraphs(draft.graph, draft.opsets),
    signatures: [],
    metadata: draft.metadata,
    opsets: draft.opsets,
  };
}

function readModel(message: Message): Draft {
  const draft: Draft = {
    irVersion: 0,
    producer: "",
    producerVersion: "",
    description: "",
    graph: undefined,
    opsets: [],
    metadata: new Map(),
  };
  visitFields(message, (field) => {
    switch (field.number) {
      case 1:
        draft.irVersion = field.int();
        break;
      case 2:
        draft.producer = field.text();
        break;
      case 3:
        draft.producerVersion = field.text();
        break;
      case 6:
        draft.description = field.text();
        break;
      case 7:
        draft.graph = field.message();
        break;
      case 8:
        draft.opsets.push(parseOpset(field.message()));
        break;
      case 14: {
        const [key, value] = parseEntry(field.message());
        draft.metadata.set(key, new TextEncoder().encode(value));
        break;
      }
      default:
    }
  });
  return draft;
}

/** The default domain has two spellings: empty and `ai.onnx`. */
function parseOpset(message: Message): Opset {
  charge(message, 16);
  let domain = "";
  let version = 0;
  visitFields(message, (field) => {
    if (field.number === 1) domain = field.text();
    if (field.number === 2) version = field.int();
  });
  return { domain: domain === "ai.onnx" ? "" : domain, version };
}

function parseSubgraphs(graph: Message, opsets: readonly Opset[]): Subgraph[] {
  const versions = new Map(opsets.map(({ domain, version }) => [domain, version]));
  const context: ModelContext = { versions, subgraphs: [], subgraphCount: 0 };
  parseGraph(graph, context, undefined);
  if (context.subgraphs.length === 0) failAt(graph, 0, "the model has no graph");
  return context.subgraphs;
}
