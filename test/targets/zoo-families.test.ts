import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadGraph } from "../../src/io/model-file.ts";
import { describeNetwork } from "../../src/pipeline/verify/describe-network.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { MEASUREMENTS } from "../../src/targets/model-zoo.ts";
import {
  findMeasurements,
  recognizeFamily,
  ZOO_FAMILIES,
  type ZooFamily,
} from "../../src/targets/zoo-families.ts";
import { operator } from "../graph-builder.ts";
import { sharedData } from "../shared-data.ts";

describe.skipIf(sharedData === undefined)(
  "files of others (skipped without the shared data)",
  () => {
    test.each([
      ["models/axis-model-mobilenet_v2_1.0_224_quant.tflite", "MobileNetV2"],
      ["models/google-coral/tf2_mobilenet_v2_1.0_224_ptq.tflite", "MobileNetV2"],
      ["edgetpu/1e2dc9ff-mobilenet_v2_1.0_224_inat_bird_quant.tflite", "MobileNetV2"],
      ["models/google-coral/mobilenet_v1_0.25_128_quant.tflite", undefined],
      ["models/google-coral/deeplabv3_mnv2_dm05_pascal_quant.tflite", undefined],
      ["models/mlcommons-tiny/pretrainedResnet_quant.tflite", undefined],
      ["models/mlcommons-tiny/vww_96_int8.tflite", undefined],
    ])("the structure of %s is that of %s", (path, title) => {
      const file = join(sharedData ?? "", path);
      const [main] = parseTflite(readFileSync(file), basename(file)).subgraphs;
      expect(recognizeFamily(main?.operators ?? [])?.title).toBe(title);
    });
  },
);

test.skipIf(sharedData === undefined)(
  "an ONNX export of MobileNetV2 at another width has its structure (skipped without the shared data)",
  async () => {
    const path = "models/stm32ai-modelzoo-services/mobilenet_v2_0.35_128_tfs_channel_first.onnx";
    const graph = await loadGraph(join(sharedData ?? "", path));
    expect(describeNetwork(graph)).toEqual({ macs: 18_947_072, family: "MobileNetV2" });
  },
);

test("YOLOv5n's modules in the order of its YAML are recognised, with SiLU or ReLU6 alike", () => {
  expect(recognize(yolov5({ depth: 1, activation: [] }))?.title).toBe("YOLOv5n or YOLOv5s");
  const silu = yolov5({ depth: 1, activation: ["LOGISTIC", "MUL"] });
  expect(recognize(silu)?.title).toBe("YOLOv5n or YOLOv5s");
});

test("YOLOv5m's deeper blocks make it another family, YOLOv5l's none that Axis measured", () => {
  expect(recognize(yolov5({ depth: 2, activation: [] }))?.title).toBe("YOLOv5m");
  expect(recognize(yolov5({ depth: 3, activation: [] }))).toBeUndefined();
});

test("YOLOv8n's modules in the order of its YAML are recognised", () => {
  expect(recognize(yolov8())?.title).toBe("YOLOv8n or YOLOv8s");
});

test("YOLOv8n whose boxes the application decodes is recognised too", () => {
  const decoding = ["SOFTMAX", "CONV_2D", "SUB", "ADD", "ADD", "LOGISTIC", "CONCATENATION"];
  expect(recognize(yolov8().slice(0, -decoding.length))?.title).toBe("YOLOv8n or YOLOv8s");
});

test("EfficientNet-Lite is told apart by its stages, Lite1 and Lite2 have the same", () => {
  expect(recognize(classifier([1, 2, 2, 3, 3, 4, 1]))?.title).toBe("EfficientNet-Lite0");
  expect(recognize(classifier([1, 3, 3, 4, 4, 5, 1]))?.title).toBe("EfficientNet-Lite1 or Lite2");
  expect(recognize(classifier([1, 3, 3, 5, 5, 6, 1]))).toBeUndefined();
});

test("SSD MobileNetV2 is recognised wherever the converter puts its heads", () => {
  const backbone = classifier([1, 2, 3, 4, 3, 3, 1]).slice(0, -2);
  const heads = Array.from({ length: 20 }, () => ["CONV_2D", "RESHAPE"]).flat();
  const end = ["CONCATENATION", "CONCATENATION", "LOGISTIC", "CUSTOM"];
  const [early, late] = [backbone.slice(0, 40), backbone.slice(40)];
  expect(recognize([...backbone, ...heads, ...end])?.title).toBe("SSD MobileNetV2");
  const mixed = [...early, ...heads.slice(0, 4), ...late, ...heads.slice(4), ...end];
  expect(recognize(mixed)?.title).toBe("SSD MobileNetV2");
  expect(recognize([...backbone, ...heads.slice(2), ...end])).toBeUndefined();
});

test("every measured network is in Axis' model zoo", () => {
  const models = new Set(MEASUREMENTS.map(({ model }) => model));
  for (const { measured } of ZOO_FAMILIES)
    for (const { model } of measured) expect(models).toContain(model);
});

test("an operator more than the family has makes it another network", () => {
  const names = yolov5({ depth: 1, activation: [] });
  expect(recognize(["CONV_2D", ...names])).toBeUndefined();
  expect(recognize([])).toBeUndefined();
});

test("a family has measurements only for the socs that Axis measured it on", () => {
  const family = recognize(yolov5({ depth: 1, activation: [] }));
  if (family === undefined) throw new Error("not recognised");
  expect(findMeasurements(family, "cv25").map(({ model }) => model)).toEqual(["Yolov5s-CV25"]);
  expect(findMeasurements(family, "artpec-9").map(({ model }) => model)).toEqual([
    "Yolov5n-Artpec9",
    "Yolov5s-Artpec9",
  ]);
  expect(findMeasurements(family, "artpec-7")).toEqual([]);
});

function recognize(names: readonly string[]): ZooFamily | undefined {
  return recognizeFamily(names.map((name) => operator(name, [], [])));
}

/** Inverted residuals in stages, between a convolution and the classes. */
function classifier(stages: readonly number[]): string[] {
  const block = ["CONV_2D", "DEPTHWISE_CONV_2D", "CONV_2D"];
  const blocks = stages.flatMap((length) => [
    ...block,
    ...Array.from({ length: length - 1 }, () => [...block, "ADD"]).flat(),
  ]);
  return ["CONV_2D", ...blocks.slice(1), "CONV_2D", "AVERAGE_POOL_2D", "FULLY_CONNECTED"];
}

/** The operators of YOLOv5 v6: C3 modules of `depth` times the smallest number of bottlenecks. */
function yolov5({ depth, activation }: { depth: number; activation: readonly string[] }): string[] {
  const conv = ["CONV_2D", ...activation];
  const c3 = (count: number, shortcut: boolean) => [
    ...conv,
    ...Array.from({ length: count * depth }, () => [
      ...conv,
      ...conv,
      ...(shortcut ? ["ADD"] : []),
    ]).flat(),
    ...conv,
    "CONCATENATION",
    ...conv,
  ];
  const backbone = [
    ...conv,
    ...[1, 2, 3, 1].flatMap((count) => ["PAD", ...conv, ...c3(count, true)]),
  ];
  const pooling = [...conv, "MAX_POOL_2D", "MAX_POOL_2D", "MAX_POOL_2D", "CONCATENATION", ...conv];
  const up = [...conv, "RESIZE_NEAREST_NEIGHBOR", "CONCATENATION", ...c3(1, false)];
  const down = ["PAD", ...conv, "CONCATENATION", ...c3(1, false)];
  const heads = Array.from({ length: 3 }, () => [
    "CONV_2D",
    "RESHAPE",
    "LOGISTIC",
    "STRIDED_SLICE",
    "MUL",
    "CONCATENATION",
  ]);
  return [
    "QUANTIZE",
    ...backbone,
    ...pooling,
    ...up,
    ...up,
    ...down,
    ...down,
    ...heads.flat(),
    "CONCATENATION",
  ];
}

/** The operators of YOLOv8n with ReLU: C2f modules of one or two bottlenecks, three scales, and the box decoding. */
function yolov8(): string[] {
  const c2f = (count: number, shortcut: boolean) => [
    ...["CONV_2D", "SPLIT"],
    ...Array.from({ length: count }, () => [
      "CONV_2D",
      "CONV_2D",
      ...(shortcut ? ["ADD"] : []),
    ]).flat(),
    ...["CONCATENATION", "CONV_2D"],
  ];
  const backbone = [
    "CONV_2D",
    ...[1, 2, 2, 1].flatMap((count) => ["CONV_2D", ...c2f(count, true)]),
  ];
  const pools = ["MAX_POOL_2D", "MAX_POOL_2D", "MAX_POOL_2D"];
  const pooling = ["CONV_2D", ...pools, "CONCATENATION", "CONV_2D"];
  const up = ["RESIZE_NEAREST_NEIGHBOR", "CONCATENATION", ...c2f(1, false)];
  const down = ["CONV_2D", "CONCATENATION", ...c2f(1, false)];
  const heads = Array.from({ length: 6 }, () => ["CONV_2D", "CONV_2D", "CONV_2D"]).flat();
  const decoding = ["SOFTMAX", "CONV_2D", "SUB", "ADD", "ADD", "LOGISTIC", "CONCATENATION"];
  return [...backbone, ...pooling, ...up, ...up, ...down, ...down, ...heads, ...decoding];
}
