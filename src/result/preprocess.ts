/** How an image becomes the model's input: `x = (pixel - mean) / std` with pixels from 0 to 255. */
export interface Preprocess {
  readonly resize: "stretch" | "letterbox" | "center-crop" | "none";
  readonly color: "rgb" | "bgr" | "gray";
  /** One value for all channels, or one a channel. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** The layout of `.npy` and `.npz` data; images have none. */
  readonly layout: "nhwc" | "nchw";
}
