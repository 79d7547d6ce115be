import type { Operator, Tensor } from "./graph.ts";
import { optionsOf } from "./options-of.ts";
import { sampleElementCount, sampleShape } from "./tensor-shape.ts";

/**
 * Multiply-accumulates of one operator for one sample; `undefined` when a shape that it needs is unknown.
 *
 * - convolution: output elements × kernel height × width × input channels of a group
 * - depthwise: output elements × kernel height × width
 * - transposed: input elements × kernel height × width × output channels of a group
 * - fully connected, matrix product: output elements × length of the summed dimension
 * - recurrent: time steps × elements of the weight matrices
 *
 * Everything else counts 0: its additions and comparisons are no multiply-accumulates.
 */
export function countMacs(operator: Operator): number | undefined {
  const count = COUNTERS.get(operator.name);
  return count === undefined ? 0 : count(operator);
}

/** Sum over the operators; `undefined` when one of them is. */
export function countTotalMacs(operators: readonly Operator[]): number | undefined {
  let total = 0;
  for (const operator of operators) {
    const macs = countMacs(operator);
    if (macs === undefined) return undefined;
    total += macs;
  }
  return total;
}

type Counter = (operator: Operator) => number | undefined;

const COUNTERS: ReadonlyMap<string, Counter> = new Map<string, Counter>([
  ["CONV_2D", ({ inputs, outputs }) => times(outputs[0], inputs[1], 1)],
  ["DEPTHWISE_CONV_2D", ({ inputs, outputs }) => times(outputs[0], inputs[1], 1, 3)],
  ["TRANSPOSE_CONV", countTransposeConv],
  ["CONV_3D", ({ inputs, outputs }) => times(outputs[0], inputs[1], 0, 4)],
  ["FULLY_CONNECTED", ({ inputs, outputs }) => times(outputs[0], inputs[1], 1)],
  ["BATCH_MATMUL", countBatchMatMul],
  ["LSTM", countRecurrent],
  ["RNN", countRecurrent],
  ["SVDF", countRecurrent],
  ["UNIDIRECTIONAL_SEQUENCE_LSTM", countRecurrent],
  ["UNIDIRECTIONAL_SEQUENCE_RNN", countRecurrent],
  ["BIDIRECTIONAL_SEQUENCE_LSTM", countRecurrent],
  ["BIDIRECTIONAL_SEQUENCE_RNN", countRecurrent],
  ["Conv", ({ inputs, outputs }) => times(outputs[0], inputs[1], 1)],
  ["ConvInteger", ({ inputs, outputs }) => times(outputs[0], inputs[1], 1)],
  ["QLinearConv", ({ inputs, outputs }) => times(outputs[0], inputs[3], 1)],
  ["ConvTranspose", ({ inputs }) => times(inputs[0], inputs[1], 1)],
  ["Gemm", countGemm],
  ["MatMul", ({ inputs, outputs }) => times(outputs[0], inputs[0], -1)],
  ["MatMulInteger", ({ inputs, outputs }) => times(outputs[0], inputs[0], -1)],
  ["QLinearMatMul", ({ inputs, outputs }) => times(outputs[0], inputs[0], -1)],
]);

/** Elements of the one × the sizes of the other from dimension `start` up to but without `end`. */
function times(
  elements: Tensor | undefined,
  sizes: Tensor | undefined,
  start: number,
  end?: number,
): number | undefined {
  const count = sampleElementCount(elements);
  const shape = sampleShape(sizes);
  if (count === undefined || shape === undefined) return undefined;
  return shape.slice(start, end).reduce((product, size) => product * size, count);
}

/** Operands: output shape, weights `[output channels, height, width, input channels]`, input. */
function countTransposeConv({ inputs }: Operator): number | undefined {
  return times(inputs[2], inputs[1], 0, 3);
}

function countBatchMatMul(operator: Operator): number | undefined {
  const isTransposed = optionsOf(operator, "BatchMatMul")?.adjX === true;
  const [a] = operator.inputs;
  const [output] = operator.outputs;
  return isTransposed ? times(output, a, -2, -1) : times(output, a, -1);
}

/** The weights are `[K, N]`, or `[N, K]` when transposed; whichever dimension is not N is summed over. */
function countGemm({ inputs, outputs }: Operator): number | undefined {
  const rows = sampleShape(outputs[0])?.[0];
  const weights = sampleElementCount(inputs[1]);
  return rows === undefined || weights === undefined ? undefined : rows * weights;
}

/** The input is `[…, features]`: each of its vectors meets every weight matrix once. */
function countRecurrent({ inputs }: Operator): number | undefined {
  const [input, ...more] = inputs;
  const steps = sampleShape(input)
    ?.slice(0, -1)
    .reduce((product, size) => product * size, 1);
  if (steps === undefined) return undefined;
  const matrices = more.filter((tensor) => tensor?.data && tensor.shape?.length === 2);
  return matrices.reduce((sum, matrix) => sum + steps * (sampleElementCount(matrix) ?? 0), 0);
}
