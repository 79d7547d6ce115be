import type { Soc } from "../../src/result/soc.ts";

/** A real model that all tools convert. */
export interface BenchModel {
  /** Below the shared data's `models/`. */
  readonly path: string;
  readonly input: string;
  /** Without the batch, channels last. */
  readonly shape: readonly number[];
}

export const MODELS: readonly BenchModel[] = [
  {
    path: "stm32ai-modelzoo-services/mobilenet_v2_0.35_128_tfs_channel_first.onnx",
    input: "input_1",
    shape: [128, 128, 3],
  },
  { path: "yunet/yunet_n_320_320.onnx", input: "input", shape: [320, 320, 3] },
  { path: "mlcommons-tiny/pretrainedResnet.h5", input: "input_1", shape: [32, 32, 3] },
];

/** The socs that dlpu is asked for, each list in one run. */
export const TARGET_LISTS = {
  float: ["cpu"],
  int8: ["artpec-8"],
  four: ["cpu", "artpec-7", "artpec-8", "artpec-9"],
  all: ["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"],
} as const satisfies Record<string, readonly Soc[]>;

/** So many samples of noise calibrate every int8 model, as in dlpu without data. */
export const CALIBRATION_SAMPLES = 32;
