import type { Operator } from "../graph/graph.ts";
import { sampleShape } from "../graph/tensor-shape.ts";

/**
 * The operators that make a network's skeleton, a letter each, in the order of the file:
 * C convolution, D depthwise convolution, A addition, P average, F dense, M max-pooling, R nearest-neighbour resizing.
 *
 * Activations, padding, quantization and reshaping have no letter: they come and go with the converter.
 * `CONV_2D, RELU6, DEPTHWISE_CONV_2D, CONV_2D, ADD` → `CDCA`
 */
export function skeletonOf(operators: readonly Operator[]): string {
  return operators.map(letterOf).join("");
}

const LETTERS: Readonly<Record<string, string>> = {
  CONV_2D: "C",
  DEPTHWISE_CONV_2D: "D",
  ADD: "A",
  MEAN: "P",
  AVERAGE_POOL_2D: "P",
  FULLY_CONNECTED: "F",
  MAX_POOL_2D: "M",
  RESIZE_NEAREST_NEIGHBOR: "R",
  Conv: "C",
  Add: "A",
  ReduceMean: "P",
  AveragePool: "P",
  GlobalAveragePool: "P",
  Gemm: "F",
  MatMul: "F",
  MaxPool: "M",
  Resize: "R",
  Upsample: "R",
};

function letterOf(operator: Operator): string {
  const letter = LETTERS[operator.name] ?? "";
  return letter === "C" && isOnnxDepthwise(operator) ? "D" : letter;
}

/** ONNX has no depthwise operator: its weights `[output channels, input channels of a group, …]` have one input channel. */
function isOnnxDepthwise({ name, inputs: [input, weights] }: Operator): boolean {
  const channels = sampleShape(input)?.[1];
  return name === "Conv" && sampleShape(weights)?.[1] === 1 && channels !== 1;
}
