import { indexGraph } from "../../graph/graph-index.ts";
import type { Graph, Tensor } from "../../graph/graph.ts";

/** What a cut left of a classifier's answers. */
export interface Ranking {
  /** Positions of the outputs that rank classes as the source's own do; `null` of a whole model. */
  readonly ranking: readonly number[] | null;
}

/**
 * Of the tensors that a model is cut at, the positions of those that rank classes as one of its own outputs does: the
 * output itself, or what becomes the output without a change of order.
 */
export function rankingOutputs({ subgraphs }: Graph, cutAt: readonly string[]): number[] {
  const [main] = subgraphs;
  if (main === undefined) return [];
  const { producerOf } = indexGraph(main);
  const findCut = (tensor: Tensor): string | undefined => {
    if (cutAt.includes(tensor.name)) return tensor.name;
    const producer = producerOf(tensor);
    const source = producer?.inputs[0];
    const keepsOrder = producer !== undefined && ORDER_KEEPING.has(producer.name);
    return keepsOrder && source ? findCut(source) : undefined;
  };
  const found = new Set(main.outputs.map(findCut));
  return cutAt.flatMap((name, position) => (found.has(name) ? [position] : []));
}

/** Positions of a model's outputs that a softmax makes: scores of classes that exclude one another. */
export function softmaxOutputs({ subgraphs }: Graph): number[] {
  const [main] = subgraphs;
  if (main === undefined) return [];
  const { producerOf } = indexGraph(main);
  const isSoftmax = (output: Tensor): boolean => {
    let operator = producerOf(output);
    while (operator?.inputs[0] !== undefined && ORDER_KEEPING.has(operator.name)) {
      if (SOFTMAXES.has(operator.name)) return true;
      operator = producerOf(operator.inputs[0]);
    }
    return false;
  };
  return main.outputs.flatMap((output, position) => (isSoftmax(output) ? [position] : []));
}

const SOFTMAXES: ReadonlySet<string> = new Set(["Softmax", "LogSoftmax", "SOFTMAX", "LOG_SOFTMAX"]);

/** Operators of ONNX and TensorFlow Lite after which the largest of a vector of scores is still the largest. */
const ORDER_KEEPING: ReadonlySet<string> = new Set([
  ...["Softmax", "LogSoftmax", "Sigmoid", "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze"],
  ...["SOFTMAX", "LOG_SOFTMAX", "LOGISTIC", "RESHAPE", "SQUEEZE", "EXPAND_DIMS"],
  ...["QUANTIZE", "DEQUANTIZE", "QuantizeLinear", "DequantizeLinear"],
]);
