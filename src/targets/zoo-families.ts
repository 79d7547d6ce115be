import type { Operator } from "../graph/graph.ts";
import { MEASUREMENTS, type Measurement } from "./model-zoo.ts";
import { skeletonOf } from "./network-skeleton.ts";
import type { Soc } from "../result/soc.ts";

/** A network structure that Axis has published measurements of. */
export interface ZooFamily {
  readonly title: string;
  readonly measured: readonly MeasuredNetwork[];
  /** What the structure cannot tell. */
  readonly caution: string;
}

/** One of Axis' networks, with what is public of its size. */
export interface MeasuredNetwork {
  /** Its name in Axis' model zoo. */
  readonly model: string;
  /** Height and width of the picture, where Axis' documentation or file says so. */
  readonly input?: readonly [height: number, width: number];
  /** Multiply-accumulates for one picture of that size. */
  readonly macs?: { readonly count: number; readonly source: string };
}

interface Recognition extends ZooFamily {
  readonly matches: (skeleton: string) => boolean;
}

const WIDTH_CAUTION = "Networks of other widths have the same structure.";
const YOLOV5_CAUTION = "Axis’ ones have ReLU6 and channel counts of their own.";

/** Counted by dlpu in the file that Axis measured, which its model zoo has. */
const MOBILENET_V2 = {
  input: [224, 224],
  macs: { count: 300_775_552, source: "counted in Axis’ own file" },
} as const;

/**
 * Structures in the order of a file's operators, from the code that defines them (read 2026-11-22):
 * - MobileNetV2: arXiv 1801.04381, table 2; proved on Axis' own file and four others.
 * - EfficientNet-Lite: github.com/tensorflow/tpu at 22d5cab, efficientnet_lite_builder.py; the first and the last stage
 *   keep one block at every size.
 * - YOLOv5: github.com/ultralytics/yolov5 at 050c72c, models/yolov5n.yaml; its 60 convolutions are as many as Axis'
 *   file has.
 * - YOLOv8: github.com/ultralytics/ultralytics at 023641f, cfg/models/v8/yolov8.yaml.
 * - SSD MobileNetV2: the operators that the Edge TPU compiler lists for the file that Axis measured
 *   (github.com/google-coral/edgetpu/issues/62).
 *
 * SSDLite MobileDet and Coral's MobileNetV3 are not recognised: no file or listing of theirs was at hand.
 */
const RECOGNITIONS: readonly Recognition[] = [
  {
    title: "MobileNetV2",
    measured: [
      { model: "MobilenetV2 (TF1)", ...MOBILENET_V2 },
      { model: "MobilenetV2 (TF2)", ...MOBILENET_V2 },
    ],
    caution: WIDTH_CAUTION,
    matches: classifier([1, 2, 3, 4, 3, 3, 1]),
  },
  {
    title: "EfficientNet-Lite0",
    measured: [{ model: "EfficientNet-Lite0 (TF1)" }],
    caution: WIDTH_CAUTION,
    matches: classifier([1, 2, 2, 3, 3, 4, 1]),
  },
  {
    title: "EfficientNet-Lite1 or Lite2",
    measured: [{ model: "EfficientNet-Lite2 (TF1)" }],
    caution: "Lite1 and Lite2 differ in width and input alone.",
    matches: classifier([1, 3, 3, 4, 4, 5, 1]),
  },
  {
    title: "SSD MobileNetV2",
    measured: [
      { model: "SSD MobileNet v2", input: [300, 300] },
      { model: "SSD MobilenetV2", input: [300, 300] },
    ],
    caution: `${WIDTH_CAUTION} Axis’ ones end in the operator that decodes and suppresses boxes, on the CPU.`,
    matches: isSsdMobileNetV2,
  },
  {
    title: "YOLOv5n or YOLOv5s",
    measured: [
      yolov5("Yolov5n-Artpec8", 4.5),
      yolov5("Yolov5s-Artpec8", 16.5),
      yolov5("Yolov5n-Artpec9", 4.5),
      yolov5("Yolov5s-Artpec9", 16.5),
      { model: "Yolov5s-CV25" },
    ],
    caution: `n and s differ in width alone. ${YOLOV5_CAUTION}`,
    matches: detector({ beforePool: 32, afterPool: 2, neck: 6, head: "20" }),
  },
  {
    title: "YOLOv5m",
    measured: [yolov5("Yolov5m-Artpec8", 49), yolov5("Yolov5m-Artpec9", 49)],
    caution: YOLOV5_CAUTION,
    matches: detector({ beforePool: 46, afterPool: 2, neck: 8, head: "26" }),
  },
  {
    title: "YOLOv8n or YOLOv8s",
    measured: [{ model: "Yolov8n_det-CV75" }],
    caution: "n and s differ in width alone.",
    // The last convolution decodes the boxes; it may be left to the application.
    matches: detector({ beforePool: 26, afterPool: 1, neck: 4, head: "32,33" }),
  },
];

export const ZOO_FAMILIES: readonly ZooFamily[] = RECOGNITIONS;

/** The family that a graph's operators have the structure of. Names of files and tensors play no part. */
export function recognizeFamily(operators: readonly Operator[]): ZooFamily | undefined {
  const skeleton = skeletonOf(operators);
  return RECOGNITIONS.find(({ matches }) => matches(skeleton));
}

/** A family by its title, as a result names it. */
export function findFamily(title: string | null): ZooFamily | undefined {
  return RECOGNITIONS.find((family) => family.title === title);
}

/** What Axis published of a family on a soc, with what is public of the network; empty where it published nothing. */
export function findMeasurements(
  { measured }: ZooFamily,
  soc: Soc,
): readonly (Measurement & MeasuredNetwork)[] {
  return MEASUREMENTS.filter((measurement) => measurement.soc === soc).flatMap((measurement) => {
    const network = measured.find(({ model }) => model === measurement.model);
    return network === undefined ? [] : [{ ...measurement, ...network }];
  });
}

/** Ultralytics counts two operations for a multiply-accumulate. */
function yolov5(model: string, gigaOperations: number): MeasuredNetwork {
  return {
    model,
    input: [640, 640],
    macs: {
      count: (gigaOperations / 2) * 1e9,
      source: "as Ultralytics states for its own network, before Axis’ changes",
    },
  };
}

/**
 * Inverted residuals in stages of the given lengths, between a first and a last convolution, then pooling and classes.
 *
 * The very first block has no expansion; every block but the first of its stage ends in an addition.
 */
function classifier(stages: readonly number[]): Recognition["matches"] {
  // ONNX may add the classes' bias on its own.
  const pattern = new RegExp(`^C${residualsOf(stages)}CP[CF]A?$`);
  return (skeleton) => pattern.test(skeleton);
}

function residualsOf(stages: readonly number[]): string {
  return stages
    .flatMap((length) => ["CDC", ...Array.from({ length: length - 1 }, () => "CDCA")])
    .join("")
    .slice(1);
}

/**
 * The backbone's depthwise convolutions and additions in their order, and as many convolutions as with six heads: where
 * the heads stand among them differs between converters.
 */
function isSsdMobileNetV2(skeleton: string): boolean {
  const backbone = residualsOf([1, 2, 3, 4, 3, 3, 1]).replace(/C/g, "");
  const convolutions = skeleton.replace(/[^C]/g, "").length;
  return skeleton.replace(/C/g, "") === backbone && convolutions === 55;
}

/** Convolutions up to three max-poolings, then two upsamplings with their blocks, then the rest with the heads. */
function detector(convolutions: {
  readonly beforePool: number;
  readonly afterPool: number;
  readonly neck: number;
  readonly head: string;
}): Recognition["matches"] {
  const { beforePool, afterPool, neck, head } = convolutions;
  // The additions of the backbone and of the box decoding stand anywhere between the convolutions.
  const run = (count: number | string) => `(?:CA*){${count}}`;
  const pattern = new RegExp(`^${run(beforePool)}MMM${run(afterPool)}R${run(neck)}R${run(head)}$`);
  return (skeleton) => pattern.test(skeleton);
}
