import type { Operator, Subgraph } from "../graph.ts";
import { findOrderFault } from "../execution-order.ts";
import { inferShapes } from "./infer-shapes.ts";
import { charge, failAt, type Message, visitFields } from "./message.ts";
import { type NodeContext, parseNode } from "./parse-node.ts";
import { parseTensor } from "./parse-tensor.ts";
import { parseValueInfo, type ValueInfo } from "./parse-value-info.ts";
import { readQuantization } from "./read-quantization.ts";
import { Scope } from "./scope.ts";

/** What all graphs of a model share. */
export interface ModelContext {
  /** Operator set version by domain. */
  readonly versions: ReadonlyMap<string, number>;
  /** Filled as graphs are read; the main graph is the first. */
  readonly subgraphs: Subgraph[];
  subgraphCount: number;
}

/** Bodies of `If`, `Loop` and `Scan` nest; real models stay far below this. */
const MAX_DEPTH = 16;

/** Reads a `GraphProto` and the graphs nested in it, and gives its index. */
export function parseGraph(
  message: Message,
  context: ModelContext,
  outer: Scope | undefined,
): number {
  charge(message, 64);
  const scope = new Scope(outer);
  if (scope.depth > MAX_DEPTH) failAt(message, 0, `graphs are nested more than ${MAX_DEPTH} deep`);
  const index = context.subgraphCount;
  context.subgraphCount += 1;
  const draft = readGraph(message, scope);
  const inputs = draft.inputs.map((value) => scope.declare(value)).filter((value) => !value.data);
  const nodeContext: NodeContext = {
    scope,
    versions: context.versions,
    parseBody: (body) => parseGraph(body, context, scope),
  };
  const operators = draft.nodes.map((node, position) => parseNode(node, position, nodeContext));
  for (const value of draft.values) scope.describe(value);
  const outputs = draft.outputs.map((value) => scope.declare(value));
  const { name } = draft;
  const subgraph = { index, name, tensors: scope.tensors, inputs, outputs, operators };
  requireOrder(subgraph, draft.nodes);
  complete(operators, scope);
  context.subgraphs[index] = subgraph;
  return index;
}

/** @throws ModelParseError when a node reads what is not made yet, as in a cycle. */
function requireOrder(subgraph: Subgraph, nodes: readonly Message[]): void {
  const fault = findOrderFault(subgraph);
  const node = nodes[fault?.operator.index ?? -1];
  if (fault === undefined || node === undefined) return;
  const { index, name } = fault.operator;
  failAt(node, 0, `nodes[${index}] (${name.slice(0, 60)}): ${fault.reason}`);
}

interface Draft {
  name: string;
  nodes: Message[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  values: ValueInfo[];
}

/** Initializers go to the scope at once: an input that has one is a constant, as older files list them. */
function readGraph(message: Message, scope: Scope): Draft {
  const draft: Draft = { name: "", nodes: [], inputs: [], outputs: [], values: [] };
  visitFields(message, (field) => {
    switch (field.number) {
      case 1:
        // Before it is kept: nodes are read only after the whole graph is known.
        charge(message, 64);
        draft.nodes.push(field.message());
        break;
      case 2:
        draft.name = field.text();
        break;
      case 5:
        scope.addConstant(parseTensor(field.message()));
        break;
      case 11:
        draft.inputs.push(parseValueInfo(field.message()));
        break;
      case 12:
        draft.outputs.push(parseValueInfo(field.message()));
        break;
      case 13:
        draft.values.push(parseValueInfo(field.message()));
        break;
      default:
    }
  });
  return draft;
}

function complete(operators: readonly Operator[], scope: Scope): void {
  inferShapes(operators, (tensor) => scope.find(tensor.name));
  readQuantization(operators, (tensor) => scope.find(tensor.name));
}
