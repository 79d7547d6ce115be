import type { MethodParams } from "../../src/worker/method-params.ts";

type Preprocess = NonNullable<MethodParams["make_samples"]["preprocess"]>;

/** A model of the page, below the shared `models/`, and the pictures that it is fed with. */
export interface BenchModel {
  readonly path: string;
  readonly preprocess: Preprocess;
  readonly pictures: "photos" | "cifar10";
}

/** The depthwise networks that lose most with one scale a tensor, and the classifier with labelled pictures. */
export const MODELS: readonly BenchModel[] = [
  {
    path: "stm32ai-modelzoo-services/mobilenet_v2_0.35_128_tfs_channel_first.onnx",
    preprocess: preprocess("rgb", 127.5, 127.5),
    pictures: "photos",
  },
  {
    path: "yunet/yunet_n_320_320.onnx",
    preprocess: preprocess("bgr", 0, 1),
    pictures: "photos",
  },
  {
    path: "mlcommons-tiny/vww_96_float.tflite",
    preprocess: preprocess("rgb", 0, 255),
    pictures: "photos",
  },
  {
    path: "ultra-light-face/version-slim-320_without_postprocessing.onnx",
    preprocess: preprocess("rgb", 127, 128),
    pictures: "photos",
  },
  {
    path: "mlcommons-tiny/pretrainedResnet.tflite",
    preprocess: preprocess("rgb", 0, 1),
    pictures: "cifar10",
  },
];

function preprocess(color: "rgb" | "bgr", mean: number, std: number): Preprocess {
  return { resize: "stretch", color, mean: [mean], std: [std], layout: "nhwc", pad: 0 };
}
