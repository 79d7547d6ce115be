import { contextOf } from "../../check/operator-table.ts";
import type { Rule } from "../../check/rule.ts";
import type { Graph, Tensor } from "../../graph/graph.ts";
import { constantOperands } from "./operators/operands.ts";
import { placeOnEdgeTpu } from "./partition.ts";
import { COMPILED_PAIRS } from "./sources.ts";

const MEBIBYTE = 2 ** 20;
/** Most parameter memory that a published compiler report shows, with next to no activations beside it. */
const LARGEST_CACHE_BYTES = 7.88 * MEBIBYTE;
/** Least that one shows, for a model whose activations need the rest of the 8 MiB. */
const SMALLEST_CACHE_BYTES = 6.08 * MEBIBYTE;

/** Parameters that do not fit into the Edge TPU's memory cross the bus at each inference. */
export const parameterMemory: Rule = {
  code: "AX-OP-702",
  severity: "warning",
  format: "tflite",
  condition:
    "The parameters of the operators on the Edge TPU exceed its memory (predicted: stored bytes, which the compiler only rounds up).",
  why: "What does not fit is streamed from the camera's memory at each inference, which can cost more time than the computation. Between 6.08 and 7.88 MiB the activations decide; beyond, streaming is certain.",
  remedy:
    "Take a narrower variant (width multiplier, MobileNet or EfficientDet-Lite0 size), or share the backbone between models.",
  source: `Axis' optimization tips for ARTPEC-7 (models that fit in this memory); compiler reports in google-coral/edgetpu issues 60 and 512; ${COMPILED_PAIRS} (stored bytes never above compiled bytes)`,
  find: (graph) => {
    const bytes = parameterBytes(graph);
    if (bytes <= SMALLEST_CACHE_BYTES) return [];
    const evidence = `predicted ${(bytes / MEBIBYTE).toFixed(2)} MiB of parameters`;
    return bytes > LARGEST_CACHE_BYTES
      ? [{ subject: {}, evidence }]
      : [{ subject: {}, evidence, severity: "info" }];
  },
};

/** Stored bytes of the quantized constants that operators on the Edge TPU read, each constant once. */
export function parameterBytes(graph: Graph): number {
  const { operators } = contextOf(graph).subgraph;
  const placements = placeOnEdgeTpu(graph);
  const mapped = operators.filter(({ index }) => placements[index]?.placement === "dlpu");
  const parameters = new Set(mapped.flatMap(constantOperands).filter(isQuantized));
  return [...parameters].reduce((sum, { data }) => sum + (data?.bytes.length ?? 0), 0);
}

/** Weights and biases have a scale, shapes and axes do not. */
function isQuantized({ quantization }: Tensor): boolean {
  return (quantization?.scales.length ?? 0) > 0;
}
