import type { Graph, Operator } from "../../graph/graph.ts";
import type { OperatorNote } from "../evidence.ts";
import { nameOf, violationOf } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { OperatorPlacement } from "../placement.ts";
import type { Rule, Violation } from "../rule.ts";
import { findImage, usualLayout } from "./image-input.ts";
import { decodeTailOf, findSource } from "./network-shape.ts";
import { AXIS_ARCHITECTURES, AXIS_CPU_VS_DLPU, AXIS_MODEL_ZOO } from "./sources.ts";

export const transformer: Rule = {
  code: "AX-OP-001",
  severity: "warning",
  condition: "The network has attention or deformable sampling.",
  why: "Axis advises against vision transformers and deformable convolutions: their operators leave the DLPU or run slowly on it.",
  remedy: "Take a convolutional network: ResNet, MobileNet or EfficientNet.",
  source: AXIS_ARCHITECTURES,
  find: (graph) => violationOf(contextOf(graph).subgraph.operators.flatMap(attentionNotes(graph))),
};

/** A classifier's SOFTMAX is no decoding. */
const MIN_TAIL = 3;

/**
 * Tells of the operators after the last convolution that the DLPU does not take.
 *
 * @param place the target's own prediction, of which this rule counts the tail.
 */
export function decodeTailOnCpu(place: (graph: Graph) => readonly OperatorPlacement[]): Rule {
  return {
    code: "AX-OP-933",
    severity: "info",
    condition: `At least ${MIN_TAIL} operators after the last convolution or dense layer run on the CPU.`,
    why: "Decoding boxes is slow in many small operators, and each change between DLPU and CPU copies tensors.",
    remedy:
      "Cut the export before the decoding (onnx2tf `-onimc NAME…`) and decode in the application, where only the best candidates need it.",
    source: `${AXIS_CPU_VS_DLPU}; ${AXIS_MODEL_ZOO}`,
    format: "tflite",
    find: (graph) => findTailOnCpu(graph, place(graph)),
  };
}

function findTailOnCpu(
  graph: Graph,
  placements: readonly OperatorPlacement[],
): readonly Violation[] {
  const tail = decodeTailOf(graph);
  const onCpu = tail.filter(({ index }) => placements[index]?.placement === "cpu");
  const [first] = onCpu;
  if (first === undefined || onCpu.length < MIN_TAIL) return [];
  const evidence = `${onCpu.length} of ${tail.length} operators of the tail, from ${nameOf(first)} on: ${countByName(onCpu)}; input ${renderPixels(graph)}`;
  return [{ subject: { operator: first.index, name: first.name }, evidence }];
}

/** `MUL ×18, LOGISTIC ×9`, most frequent first. */
function countByName(operators: readonly Operator[]): string {
  const counts = new Map<string, number>();
  for (const { name } of operators) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ×${count}`)
    .join(", ");
}

/** Time follows the input's pixels more than the model's size, so they belong beside any talk of time. */
function renderPixels(graph: Graph): string {
  const [input] = contextOf(graph).subgraph.inputs;
  const { height, width } = (input && findImage(input, usualLayout(graph))) ?? {};
  if (height === undefined || width === undefined) return "is no image of known size";
  return `has ${Math.round((height * width) / 1000)} kilopixels`;
}

const PRODUCTS: ReadonlySet<string> = new Set(["BATCH_MATMUL", "MatMul"]);
const SOFTMAXES: ReadonlySet<string> = new Set(["SOFTMAX", "Softmax"]);
const ATTENTION: ReadonlySet<string> = new Set(["Attention", "MultiHeadAttention"]);
const SAMPLING = /grid_?sample|deform/i;

function attentionNotes(graph: Graph): (operator: Operator) => OperatorNote[] {
  const { index } = contextOf(graph);
  return (operator) => {
    if (SAMPLING.test(operator.customName ?? operator.name)) {
      return [{ operator, note: "samples at computed positions" }];
    }
    if (ATTENTION.has(operator.name)) return [{ operator, note: "attention" }];
    const softmax = PRODUCTS.has(operator.name)
      ? operator.inputs.map((tensor) => findSource(tensor, index)).find(isSoftmax)
      : undefined;
    return softmax === undefined
      ? []
      : [{ operator, note: `attention weights from #${softmax.index} ${softmax.name}` }];
  };
}

function isSoftmax(operator: Operator | undefined): operator is Operator {
  return operator !== undefined && SOFTMAXES.has(operator.name);
}
