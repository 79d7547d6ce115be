import type { Operator, Tensor } from "../../graph/graph.ts";

/** Operators whose kernels share their checks. */
export const CONVOLUTIONS: ReadonlySet<string> = new Set([
  "CONV_2D",
  "DEPTHWISE_CONV_2D",
  "TRANSPOSE_CONV",
]);

/** What a weighted operator works on, by role. */
export interface Operands {
  readonly input: Tensor | undefined;
  readonly weights: Tensor | undefined;
  readonly bias: Tensor | undefined;
  readonly output: Tensor | undefined;
}

/** TRANSPOSE_CONV starts with its output shape. */
export function operandsOf({ name, inputs, outputs: [output] }: Operator): Operands {
  if (name === "TRANSPOSE_CONV") {
    const [, weights, input, bias] = inputs;
    return { input, weights, bias, output };
  }
  const [input, weights, bias] = inputs;
  return { input, weights, bias, output };
}

/** The dimension of the weights that runs over output channels. */
export function outputChannelAxis(name: string): number {
  return name === "DEPTHWISE_CONV_2D" ? 3 : 0;
}
