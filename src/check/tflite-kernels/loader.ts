import type { Graph, Tensor } from "../../graph/graph.ts";
import { listSome, quoteName, tensorSubject } from "../evidence.ts";
import type { Rule, Violation } from "../rule.ts";
import { countOf } from "../../words/numbers.ts";

const SOURCE =
  "https://github.com/google-ai-edge/LiteRT/blob/f674577/tflite/core/interpreter_builder.cc, ParseQuantization (read 2026-11-22, confirmed with ai-edge-litert 2.3.0)";

/** What TFLite's loader asks of every tensor's quantization before any kernel sees it. */
export const LOADER_RULES: readonly Rule[] = [
  {
    code: "TFL-LOAD-001",
    severity: "error",
    condition: "A quantized tensor names a quantized dimension that it does not have.",
    why: "TFLite refuses the whole file: `quantized_dimension must be in range`. TFLite Micro does not check, so the file may work elsewhere.",
    remedy:
      "Convert again with a current TFLite converter; old ones (TOCO) write 3 for biases of one dimension, where 0 is meant.",
    source: SOURCE,
    format: "tflite",
    find: (graph) => findTensors(graph, describeDimension),
  },
  {
    code: "TFL-LOAD-002",
    severity: "error",
    condition:
      "A tensor's scales are neither one nor one for each slice of its quantized dimension, or differ in number from its zero points.",
    why: "TFLite refuses the whole file: `num_scales must be 1 for per-layer quantization`.",
    remedy:
      "Convert again with a current TFLite converter: after cutting or merging channels the scales must be cut or merged too.",
    source: SOURCE,
    format: "tflite",
    find: (graph) => findTensors(graph, describeCounts),
  },
];

/** One violation for all tensors of all subgraphs, with the first as its subject. */
function findTensors(
  graph: Graph,
  describe: (tensor: Tensor) => string | undefined,
): readonly Violation[] {
  const broken = graph.subgraphs.flatMap(({ tensors }) =>
    tensors.flatMap((tensor) => {
      const evidence = describe(tensor);
      return evidence === undefined ? [] : [{ tensor, evidence }];
    }),
  );
  const [first] = broken;
  if (first === undefined) return [];
  const items = broken.map(({ tensor, evidence }) => `${quoteName(tensor.name)}: ${evidence}`);
  return [{ subject: tensorSubject(first.tensor), evidence: listSome(items) }];
}

function describeDimension({ quantization, shape = [] }: Tensor): string | undefined {
  if (quantization === undefined || quantization.scales.length === 0) return undefined;
  const { axis } = quantization;
  const isInside = axis >= 0 && (shape.length === 0 || axis < shape.length);
  return isInside
    ? undefined
    : `quantized_dimension ${axis} of ${countOf(shape.length, "dimension")}`;
}

function describeCounts({ quantization, shape = [] }: Tensor): string | undefined {
  const { scales = [], zeroPoints = [], axis = 0 } = quantization ?? {};
  if (scales.length === 0) return undefined;
  if (zeroPoints.length !== scales.length) {
    return `${countOf(scales.length, "scale")}, ${countOf(zeroPoints.length, "zero point")}`;
  }
  const size = shape[axis];
  if (scales.length === 1 || size === undefined || size === scales.length) return undefined;
  return `${countOf(scales.length, "scale")} for ${size} slices along dimension ${axis}`;
}
