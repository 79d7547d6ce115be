import { oncePerObject } from "../../../check/once-per-object.ts";
import type { Tensor } from "../../../graph/graph.ts";

/** Batch, height, width, channels. */
export type Shape4 = readonly [number, number, number, number];

/** A tensor as Arm's backend hands it to the NPU's library. */
export interface NpuTensor {
  readonly shape: Shape4;
  /** Number of sizes in the file, before it was filled up to four. */
  readonly rank: number;
  readonly dtype: "int8" | "uint8" | "int32";
  /** At least one; 0 stands for a tensor without quantization. */
  readonly scales: readonly number[];
  readonly scale: number;
  readonly zeroPoint: number;
  /** Dimension that several scales run along; absent for a single scale. */
  readonly axis: number | undefined;
  readonly isConstant: boolean;
}

/**
 * The tensor in the NPU's terms; `undefined` when it has none: more than four sizes, an unknown size, or another dtype.
 *
 * Source: EthosNTensorUtils.cpp (BuildEthosNTensorInfo) and Arm NN's TFLite delegate, read 2026-11-22.
 */
export function toNpuTensor(tensor: Tensor | undefined): NpuTensor | undefined {
  return tensor === undefined ? undefined : describeTensor(tensor);
}

/** Once a tensor: every constraint asks for its operator's, and some have a thousand scales. */
const describeTensor = oncePerObject((tensor: Tensor): NpuTensor | undefined => {
  const sizes = storedSizes(tensor);
  const { dtype, quantization } = tensor;
  if (dtype !== "int8" && dtype !== "uint8" && dtype !== "int32") return undefined;
  if (sizes === undefined || sizes.length > 4) return undefined;
  const scales = quantization?.scales.map(Math.fround) ?? [];
  return {
    shape: toShape4(sizes),
    rank: sizes.length,
    dtype,
    scales: scales.length === 0 ? [0] : scales,
    scale: scales[0] ?? 0,
    zeroPoint: zeroPointOf(tensor),
    axis: scales.length > 1 ? quantization?.axis : undefined,
    isConstant: tensor.data !== undefined,
  };
});

/** All tensors in the NPU's terms; `undefined` as soon as one has none. */
export function toNpuTensors(
  tensors: readonly (Tensor | undefined)[],
): readonly NpuTensor[] | undefined {
  const npuTensors = tensors.map(toNpuTensor).filter((tensor) => tensor !== undefined);
  return npuTensors.length === tensors.length ? npuTensors : undefined;
}

/** The sizes as stored in the file if all of them are numbers; a scalar counts as one element in one dimension. */
export function storedSizes({ shape }: Tensor): readonly number[] | undefined {
  const sizes = shape?.filter((size) => typeof size === "number");
  if (sizes === undefined || sizes.length !== shape?.length) return undefined;
  return sizes.length === 0 ? [1] : sizes;
}

/** Fills sizes up to four with ones: on the right, after one in front where the first size is above 1. */
export function toShape4(sizes: readonly number[]): Shape4 {
  const batch = (sizes[0] ?? 1) > 1 && sizes.length < 4 ? [1] : [];
  const [n = 1, h = 1, w = 1, c = 1] = [...batch, ...sizes];
  return [n, h, w, c];
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Exact equality of scale and zero point, as the library compares them. */
export function sameQuantization(a: NpuTensor, b: NpuTensor): boolean {
  return a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

export function isEightBit({ dtype }: NpuTensor): boolean {
  return dtype === "int8" || dtype === "uint8";
}

export function isZeroPointInRange(zeroPoint: number, dtype: NpuTensor["dtype"]): boolean {
  const [min, max] = ZERO_POINT_RANGE[dtype];
  return zeroPoint >= min && zeroPoint <= max;
}

const ZERO_POINT_RANGE = {
  int8: [-128, 127],
  uint8: [0, 255],
  int32: [-(2 ** 31), 2 ** 31 - 1],
} as const;

/** Several zero points on int8 mean symmetric per-channel weights, whose zero point is 0 by definition. */
function zeroPointOf({ dtype, quantization }: Tensor): number {
  const zeroPoints = quantization?.zeroPoints ?? [];
  return dtype === "int8" && zeroPoints.length > 1 ? 0 : (zeroPoints[0] ?? 0);
}
