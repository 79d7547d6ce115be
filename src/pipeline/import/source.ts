import type { Graph, Tensor } from "../../graph/graph.ts";
import { quantizationGranularity } from "../../graph/quantization-granularity.ts";

/** What a user's model is, as far as the way to its float form goes. */
export type SourceKind = "onnx" | "tflite-float" | "tflite-integer" | "keras" | "saved-model";

/**
 * Whether a `.tflite` is float, so that it can be quantized, or already integer, so that it is taken as it is.
 *
 * A file whose weights alone are integers or float16 computes in float and counts as float.
 */
export function classifyTflite(graph: Graph): "tflite-float" | "tflite-integer" {
  const computed = graph.subgraphs.flatMap((subgraph) =>
    subgraph.operators
      .filter(({ name }) => name !== "QUANTIZE")
      .flatMap(({ outputs }) => outputs.filter((tensor) => tensor !== undefined)),
  );
  return computed.some(isQuantizedInteger) ? "tflite-integer" : "tflite-float";
}

function isQuantizedInteger(tensor: Tensor): boolean {
  const integer = /^u?int(8|16|4)$/.test(tensor.dtype);
  return integer && tensor.data === undefined && quantizationGranularity(tensor) !== "none";
}
