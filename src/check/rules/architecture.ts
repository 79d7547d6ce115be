import type { Graph, Operator } from "../../graph/graph.ts";
import type { OperatorNote } from "../evidence.ts";
import { violationOf } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule } from "../rule.ts";
import { findSource } from "./network-shape.ts";
import { AXIS_ARCHITECTURES } from "./sources.ts";

export const transformer: Rule = {
  code: "AX-OP-001",
  severity: "warning",
  condition: "The network has attention or deformable sampling.",
  why: "Axis advises against vision transformers and deformable convolutions: their operators leave the DLPU or run slowly on it.",
  remedy: "Take a convolutional network: ResNet, MobileNet or EfficientNet.",
  source: AXIS_ARCHITECTURES,
  find: (graph) => violationOf(contextOf(graph).subgraph.operators.flatMap(attentionNotes(graph))),
};

const PRODUCTS: ReadonlySet<string> = new Set(["BATCH_MATMUL", "MatMul"]);
const SOFTMAXES: ReadonlySet<string> = new Set(["SOFTMAX", "Softmax"]);
const ATTENTION: ReadonlySet<string> = new Set(["Attention", "MultiHeadAttention"]);
const SAMPLING = /grid_?sample|deform/i;

function attentionNotes(graph: Graph): (operator: Operator) => OperatorNote[] {
  return (operator) => {
    if (SAMPLING.test(operator.customName ?? operator.name)) {
      return [{ operator, note: "samples at computed positions" }];
    }
    if (ATTENTION.has(operator.name)) return [{ operator, note: "attention" }];
    const softmax = PRODUCTS.has(operator.name)
      ? operator.inputs.map((tensor) => tensor && findSource(tensor, graph)).find(isSoftmax)
      : undefined;
    return softmax === undefined
      ? []
      : [{ operator, note: `attention weights from #${softmax.index} ${softmax.name}` }];
  };
}

function isSoftmax(operator: Operator | undefined): operator is Operator {
  return operator !== undefined && SOFTMAXES.has(operator.name);
}
