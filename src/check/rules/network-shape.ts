import type { GraphIndex } from "../../graph/graph-index.ts";
import type { Graph, Operator, Tensor } from "../../graph/graph.ts";
import { traceOrigins } from "../../graph/trace-origins.ts";
import { contextOf } from "../operator-table.ts";
import { oncePerObject } from "../once-per-object.ts";

/** Operators with trained weights, in both formats' names: what comes after the last of them is post-processing. */
const WEIGHTED: ReadonlySet<string> = new Set([
  ...["CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "FULLY_CONNECTED", "CONV_3D"],
  ...["Conv", "ConvTranspose", "Gemm", "ConvInteger", "QLinearConv"],
]);

/** Operators that hand values on without computing, in both formats' names. */
const LAYOUT_ONLY: ReadonlySet<string> = new Set([
  ...["RESHAPE", "TRANSPOSE", "SQUEEZE", "EXPAND_DIMS", "CAST", "QUANTIZE", "DEQUANTIZE"],
  ...["Reshape", "Transpose", "Squeeze", "Unsqueeze", "Cast", "Identity", "Dropout"],
  ...["QuantizeLinear", "DequantizeLinear"],
]);

/**
 * The operators that work on a network's results: a convolution or dense layer stands before them and none after.
 *
 * Empty for a graph without such layers.
 */
export const decodeTailOf = oncePerObject((graph: Graph): readonly Operator[] => {
  const { subgraph, index } = contextOf(graph);
  const weighted = subgraph.operators.filter(
    ({ name, customName = "" }) => WEIGHTED.has(name) || /conv/i.test(customName),
  );
  const before = reach(weighted, ({ inputs }) => producersOf(inputs, index));
  const after = reach(weighted, ({ outputs }) => consumersOf(outputs, index));
  return subgraph.operators.filter((operator) => after.has(operator) && !before.has(operator));
});

/** The operator that computed a tensor, seen through reshapes, transposes and conversions. */
export function findSource(tensor: Tensor, graph: Graph): Operator | undefined {
  return layoutOriginsOf(graph)(tensor).operator;
}

const layoutOriginsOf = oncePerObject((graph: Graph) =>
  traceOrigins(contextOf(graph).subgraph, LAYOUT_ONLY),
);

/** Everything that can be reached from the operators, and themselves. */
function reach(
  from: readonly Operator[],
  next: (operator: Operator) => readonly Operator[],
): ReadonlySet<Operator> {
  const reached = new Set(from);
  // A set yields what is added to it while it is walked.
  for (const operator of reached) {
    for (const neighbour of next(operator)) reached.add(neighbour);
  }
  return reached;
}

function producersOf(inputs: Operator["inputs"], index: GraphIndex): readonly Operator[] {
  return inputs.flatMap((tensor) => (tensor && index.producerOf(tensor)) ?? []);
}

function consumersOf(outputs: Operator["outputs"], index: GraphIndex): readonly Operator[] {
  return outputs.flatMap((tensor) => (tensor === undefined ? [] : index.consumersOf(tensor)));
}
