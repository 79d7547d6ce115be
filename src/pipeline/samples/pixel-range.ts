import type { ModelConfig } from "../../config/config.ts";
import type { Preprocess } from "../../result/preprocess.ts";
import { isImage } from "../package/contract.ts";
import type { FloatTensor } from "../import/float-tensor.ts";

/** The values that a prepared input can take. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** All values that pixels from 0 to 255 can become under `x = (pixel - mean) / std`, over the channels. */
export function pixelRange({ mean, std }: Preprocess): ValueRange {
  const channels = Math.max(mean.length, std.length);
  const ends = Array.from({ length: channels }, (_, channel) => {
    const offset = mean[channel % mean.length] ?? 0;
    const scale = std[channel % std.length] ?? 1;
    return [(0 - offset) / scale, (255 - offset) / scale];
  }).flat();
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

/**
 * The range of each input that is known before looking at data: every pixel value for images, `null` for others.
 *
 * A uint8 input quantized by this range takes raw pixels when mean and std are the same for all channels.
 */
export function pixelRangesOf(
  model: ModelConfig,
  inputs: readonly FloatTensor[],
): (ValueRange | null)[] {
  return inputs.map((input) =>
    model.preprocessDeclared && isImage(input, "NHWC") ? pixelRange(model.preprocess) : null,
  );
}
