import type { Dimension, Operator } from "../graph.ts";
import { numberAttribute, numbersAttribute, textAttribute } from "../onnx-attributes.ts";
import { inputShape, scale, type Shape, type ShapeRule } from "./shape-rule.ts";

/** Convolutions and poolings: operators that move a window over the dimensions after batch and channels. */
export const WINDOW_RULES: ReadonlyMap<string, ShapeRule> = new Map<string, ShapeRule>([
  ["Conv", (operator) => [convolve(operator, inputShape(operator, 1))]],
  ["ConvInteger", (operator) => [convolve(operator, inputShape(operator, 1))]],
  ["QLinearConv", (operator) => [convolve(operator, inputShape(operator, 3))]],
  ["ConvTranspose", (operator) => [convolveTransposed(operator)]],
  ["MaxPool", (operator) => [pool(operator), pool(operator)]],
  ["AveragePool", (operator) => [pool(operator)]],
  ["LpPool", (operator) => [pool(operator)]],
  ["GlobalAveragePool", (operator) => [poolGlobally(operator)]],
  ["GlobalMaxPool", (operator) => [poolGlobally(operator)]],
  ["GlobalLpPool", (operator) => [poolGlobally(operator)]],
]);

function convolve(operator: Operator, weights: Shape | undefined): Shape | undefined {
  const input = inputShape(operator, 0);
  const kernel = kernelOf(operator, weights);
  if (input === undefined || weights === undefined || kernel === undefined) return undefined;
  const [batch, , ...spatial] = input;
  return [batch, weights[0], ...slide(operator, spatial, kernel)];
}

function pool(operator: Operator): Shape | undefined {
  const input = inputShape(operator, 0);
  const kernel = kernelOf(operator, undefined);
  if (input === undefined || kernel === undefined) return undefined;
  const [batch, channels, ...spatial] = input;
  return [batch, channels, ...slide(operator, spatial, kernel)];
}

function poolGlobally(operator: Operator): Shape | undefined {
  return inputShape(operator, 0)?.map((size, axis) => (axis < 2 ? size : 1));
}

function kernelOf(operator: Operator, weights: Shape | undefined): Shape | undefined {
  return numbersAttribute(operator, "kernel_shape") ?? weights?.slice(2);
}

function slide(operator: Operator, spatial: Shape, kernel: Shape): Shape {
  const strides = numbersAttribute(operator, "strides");
  const dilations = numbersAttribute(operator, "dilations");
  const pads = numbersAttribute(operator, "pads");
  const autoPad = textAttribute(operator, "auto_pad") ?? "NOTSET";
  const isCeil = numberAttribute(operator, "ceil_mode") === 1;
  return spatial.map((size, axis) => {
    const window = kernel[axis];
    const stride = strides?.[axis] ?? 1;
    if (typeof size !== "number" || typeof window !== "number" || stride < 1) return undefined;
    if (autoPad.startsWith("SAME")) return Math.ceil(size / stride);
    const reach = (window - 1) * (dilations?.[axis] ?? 1) + 1;
    const padBefore = autoPad === "VALID" ? 0 : (pads?.[axis] ?? 0);
    const padAfter = autoPad === "VALID" ? 0 : (pads?.[axis + spatial.length] ?? 0);
    return countWindows({ size, reach, stride, padBefore, padAfter, isCeil });
  });
}

/** `⌊(size + padding − reach) ÷ stride⌋ + 1`, or rounded up as long as the last window starts inside. */
function countWindows(window: {
  size: number;
  reach: number;
  stride: number;
  padBefore: number;
  padAfter: number;
  isCeil: boolean;
}): Dimension {
  const { size, reach, stride, padBefore, padAfter, isCeil } = window;
  const room = (size + padBefore + padAfter - reach) / stride;
  if (room < 0) return undefined;
  if (!isCeil) return Math.floor(room) + 1;
  const count = Math.ceil(room) + 1;
  return (count - 1) * stride >= size + padBefore ? count - 1 : count;
}

function convolveTransposed(operator: Operator): Shape | undefined {
  const input = inputShape(operator, 0);
  const weights = inputShape(operator, 1);
  const kernel = kernelOf(operator, weights);
  if (input === undefined || weights === undefined || kernel === undefined) return undefined;
  const [batch, , ...spatial] = input;
  const channels = scale(weights[1], numberAttribute(operator, "group") ?? 1);
  const stated = numbersAttribute(operator, "output_shape");
  const sizes =
    stated ??
    spatial.map((size, axis) => widen(operator, size, axis, kernel[axis], spatial.length));
  return [batch, channels, ...sizes.slice(-spatial.length)];
}

/** `stride × (size − 1) + output padding + (kernel − 1) × dilation + 1 − pads`. */
function widen(
  operator: Operator,
  size: Dimension,
  axis: number,
  window: Dimension,
  spatialRank: number,
): Dimension {
  if (typeof size !== "number" || typeof window !== "number") return undefined;
  const stride = numbersAttribute(operator, "strides")?.[axis] ?? 1;
  const autoPad = textAttribute(operator, "auto_pad") ?? "NOTSET";
  if (autoPad.startsWith("SAME")) return size * stride;
  const dilation = numbersAttribute(operator, "dilations")?.[axis] ?? 1;
  const outputPadding = numbersAttribute(operator, "output_padding")?.[axis] ?? 0;
  const pads = autoPad === "VALID" ? [] : (numbersAttribute(operator, "pads") ?? []);
  const padding = (pads[axis] ?? 0) + (pads[axis + spatialRank] ?? 0);
  const widened = stride * (size - 1) + outputPadding + (window - 1) * dilation + 1 - padding;
  return widened < 0 ? undefined : widened;
}
