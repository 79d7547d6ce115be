import { renderNumber } from "../words/numbers.ts";
import type { WorstLayer } from "./layer-errors.ts";

/** Why a layer loses much by itself, with the numbers that say so. */
export function describeCause(layer: WorstLayer): string {
  const { weightRange, activationRange } = layer;
  switch (layer.cause) {
    case "saturation":
      return `${percent(layer.saturation)} of the values are beyond its range of ${range(activationRange)}`;
    case "activation range":
      return describeActivations(layer);
    case "weight range":
      return weightRange === null
        ? "its channels’ weights differ under one scale"
        : `one scale for weights up to ${renderNumber(weightRange.largest)} in channel ${weightRange.channel} and ${renderNumber(weightRange.median)} in the median one`;
    case "weight rounding":
      return "eight bits are too few for its weights, even with a scale a channel";
    case "input range":
      return "it needs quiet channels of an input that has one scale with loud ones";
  }
}

function describeActivations({ activationRange }: WorstLayer): string {
  if (activationRange === null) return "its values spread too far for one scale";
  const { usualLow, usualHigh } = activationRange;
  const usual = `${renderNumber(usualLow)} to ${renderNumber(usualHigh)}`;
  return `a range of ${range(activationRange)}, but 99.8 % of the values in ${usual}`;
}

function range(bounds: WorstLayer["activationRange"]): string {
  return bounds === null
    ? "its type"
    : `${renderNumber(bounds.low)} to ${renderNumber(bounds.high)}`;
}

/** Operators whose scale TensorFlow Lite fixes, whatever their values are. */
const FIXED_SCALE = new Set(["LOGISTIC", "SOFTMAX", "LOG_SOFTMAX", "TANH", "L2_NORMALIZATION"]);

/** What helps a layer, as an imperative. */
export function remedyOf({ cause, kind }: WorstLayer): string {
  switch (cause) {
    case "saturation":
      return "Calibrate on more pictures, as varied as those that it is judged on.";
    case "activation range":
      if (FIXED_SCALE.has(kind))
        return `TensorFlow Lite fixes the scale of ${kind}: end the model before it and compute it in the application.`;
      return "Bound its activations in training (ReLU6, weight decay), or train with quantization in mind (QAT); where it joins outputs of different ranges, give each its own output.";
    case "weight range":
      return "Choose int8-per-channel where the soc takes it; else quantization.effort: best, or train these layers with quantization in mind (QAT).";
    case "weight rounding":
      return "Set quantization.effort: best, or train these layers with quantization in mind (QAT).";
    case "input range":
      return "Set quantization.effort: best, which evens out channels, or train with quantization in mind (QAT).";
  }
}

function percent(share: number): string {
  return `${renderNumber(100 * share)} %`;
}
