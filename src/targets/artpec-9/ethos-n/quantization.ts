import type { NpuTensor } from "./npu-tensor.ts";

/** Above this, scales of input, weights and output can't be combined on the NPU. */
const OVERALL_SCALE_LIMIT = 65536;
/** The NPU requantizes with an identity convolution whose weights have this scale. */
const IDENTITY_WEIGHT_SCALE = 1 / 128;

/** Scale and zero point as `0.0235/-128`. */
export function describeQuantization({ scale, zeroPoint }: NpuTensor): string {
  return `${renderScale(scale)}/${zeroPoint}`;
}

export function renderScale(scale: number): string {
  return String(Number(scale.toPrecision(6)));
}

/** Input scale × each weight scale, in single precision as the library computes it. */
export function accumulatorScales(input: NpuTensor, weights: NpuTensor): readonly number[] {
  return weights.scales.map((scale) => Math.fround(input.scale * scale));
}

/**
 * An overall scale (input × weights ÷ output) that the NPU can't apply.
 *
 * The published range is (2^-32, 65536); the library only enforces the upper end and refuses negative ones.
 */
export function describeOverallScale(
  accumulators: readonly number[],
  output: NpuTensor,
): string | undefined {
  const overall = accumulators.map((scale) => Math.fround(scale / output.scale));
  const refused = overall.find((scale) => scale < 0 || scale >= OVERALL_SCALE_LIMIT);
  return refused === undefined ? undefined : `overall scale ${renderScale(refused)}`;
}

/** Whether a value of one scale can be requantized to another: input ÷ 128 ÷ output in [0, 1), in single precision. */
export function canRequantize(inputScale: number, outputScale: number): boolean {
  const multiplier = Math.fround(Math.fround(inputScale * IDENTITY_WEIGHT_SCALE) / outputScale);
  return multiplier >= 0 && multiplier < 1;
}

/** TANH ends at a fixed scale and zero point. */
export function describeTanhOutput(output: NpuTensor): string | undefined {
  return describeFixedOutput(output, 1 / 128, output.dtype === "int8" ? 0 : 128);
}

/** LOGISTIC ends at a fixed scale and zero point. */
export function describeLogisticOutput(output: NpuTensor): string | undefined {
  return describeFixedOutput(output, 1 / 256, output.dtype === "int8" ? -128 : 0);
}

function describeFixedOutput(
  output: NpuTensor,
  scale: number,
  zeroPoint: number,
): string | undefined {
  return output.scale === scale && output.zeroPoint === zeroPoint
    ? undefined
    : `output ${describeQuantization(output)} instead of ${scale}/${zeroPoint}`;
}
