import type { Measurement } from "./model-zoo.ts";
import { MEASUREMENTS } from "./model-zoo.ts";
import type { Soc } from "./soc.ts";

/** A network structure that Axis has published measurements of. */
export interface ZooFamily {
  readonly title: string;
  /** Names in Axis' model zoo of the networks with this structure. */
  readonly measured: readonly string[];
  /** Height and width of the picture that Axis measured with, where its documentation or file says so. */
  readonly input?: readonly [height: number, width: number];
  /** What the structure cannot tell. */
  readonly caution: string;
}

interface Recognition extends ZooFamily {
  readonly skeleton: RegExp;
}

/**
 * The operators that make a skeleton; activations, padding and quantization may stand between them.
 * They are TFLite's names: one letter each.
 */
const LETTERS: Readonly<Record<string, string>> = {
  CONV_2D: "C",
  DEPTHWISE_CONV_2D: "D",
  ADD: "A",
  MEAN: "P",
  AVERAGE_POOL_2D: "P",
  FULLY_CONNECTED: "F",
  MAX_POOL_2D: "M",
  RESIZE_NEAREST_NEIGHBOR: "R",
};

const WIDTH_CAUTION =
  "Networks of other widths have the same structure: compare the sizes of the files.";

/**
 * Structures by the papers and code that define them, in the order of a file's operators:
 * MobileNetV2 (arXiv 1801.04381, table 2), EfficientNet-Lite (github.com/tensorflow/tpu, efficientnet/lite),
 * YOLOv5 (github.com/ultralytics/yolov5 at 95ebf68, models/yolov5n.yaml), YOLOv8 (github.com/ultralytics/ultralytics,
 * cfg/models/v8/yolov8.yaml). Read 2026-11-22.
 */
const RECOGNITIONS: readonly Recognition[] = [
  {
    title: "MobileNetV2",
    measured: ["MobilenetV2 (TF1)", "MobilenetV2 (TF2)"],
    input: [224, 224],
    caution: WIDTH_CAUTION,
    skeleton: classifier([1, 2, 3, 4, 3, 3, 1]),
  },
  {
    title: "EfficientNet-Lite0",
    measured: ["EfficientNet-Lite0 (TF1)"],
    caution: WIDTH_CAUTION,
    skeleton: classifier([1, 2, 2, 3, 3, 4, 1]),
  },
  {
    title: "EfficientNet-Lite2",
    measured: ["EfficientNet-Lite2 (TF1)"],
    caution: WIDTH_CAUTION,
    skeleton: classifier([1, 3, 3, 4, 4, 5, 1]),
  },
  {
    title: "YOLOv5n or YOLOv5s",
    measured: [
      "Yolov5n-Artpec8",
      "Yolov5s-Artpec8",
      "Yolov5n-Artpec9",
      "Yolov5s-Artpec9",
      "Yolov5s-CV25",
    ],
    input: [640, 640],
    caution:
      "n and s differ in width alone, and Axis’ ones have ReLU6 and channel counts of their own: compare the sizes of the files.",
    skeleton: detector({ beforePool: 32, afterPool: 2, neck: 6, head: 20 }),
  },
  {
    title: "YOLOv5m",
    measured: ["Yolov5m-Artpec8", "Yolov5m-Artpec9"],
    input: [640, 640],
    caution: "Axis’ one has ReLU6 and channel counts of its own: compare the sizes of the files.",
    skeleton: detector({ beforePool: 46, afterPool: 2, neck: 8, head: 26 }),
  },
  {
    title: "YOLOv8n or YOLOv8s",
    measured: ["Yolov8n_det-CV75"],
    caution: "n and s differ in width alone: compare the sizes of the files.",
    skeleton: detector({ beforePool: 26, afterPool: 1, neck: 4, head: 33 }),
  },
];

/** The family that a file's operators, by TFLite name and in order, have the structure of. Names of files play no part. */
export function recognizeFamily(operatorNames: readonly string[]): ZooFamily | undefined {
  const skeleton = operatorNames.map((name) => LETTERS[name] ?? "").join("");
  return RECOGNITIONS.find((family) => family.skeleton.test(skeleton));
}

/** What Axis published of a family on a soc; empty where it published nothing. */
export function findMeasurements(family: ZooFamily, soc: Soc): readonly Measurement[] {
  return MEASUREMENTS.filter(
    (measurement) => measurement.soc === soc && family.measured.includes(measurement.model),
  );
}

/**
 * Inverted residuals in stages of the given lengths, between a first and a last convolution, then pooling and classes.
 *
 * The very first block has no expansion; every block but the first of its stage ends in an addition.
 */
function classifier(stages: readonly number[]): RegExp {
  const blocks = stages
    .flatMap((length) => ["CDC", ...Array.from({ length: length - 1 }, () => "CDCA")])
    .join("")
    .slice(1);
  return new RegExp(`^C${blocks}CP[CF]$`);
}

/** Convolutions up to three max-poolings, then two upsamplings with their blocks, then the rest with the heads. */
function detector(convolutions: {
  readonly beforePool: number;
  readonly afterPool: number;
  readonly neck: number;
  readonly head: number;
}): RegExp {
  const { beforePool, afterPool, neck, head } = convolutions;
  // The additions of the backbone and of the box decoding stand anywhere between the convolutions.
  const run = (count: number) => `(?:CA*){${count}}`;
  return new RegExp(`^${run(beforePool)}MMM${run(afterPool)}R${run(neck)}R${run(head)}$`);
}
