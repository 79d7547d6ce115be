import { describe, expect, it } from "vitest";
import type { Tensor } from "../../src/graph/graph.ts";
import {
  batchSize,
  detectorInputSize,
  dynamicShapes,
  imageLayout,
  oddImageSize,
  severalInputs,
  squareDetectorInput,
  unalignedWidth,
} from "../../src/check/rules/shapes.ts";
import { equalOutputSizes, inputScale, inputType } from "../../src/check/rules/tensor-values.ts";
import { float, graphOf, operator, scaled, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const scores = tensor("scores", [1, 10]);

function model(input: Tensor, outputs: readonly Tensor[] = [scores]) {
  return graphOf([operator("CONV_2D", [input], outputs)], { inputs: [input], outputs });
}

describe("shapes", () => {
  it("takes one NHWC image of even size", () => {
    const graph = model(tensor("image", [1, 224, 224, 3]));
    const rules = [
      dynamicShapes,
      batchSize,
      imageLayout,
      severalInputs,
      oddImageSize,
      unalignedWidth,
    ];
    expect(rules.flatMap((rule) => say(rule, graph))).toEqual([]);
  });

  it("refuses sizes that change at run time, and names them before those that only vary in batch", () => {
    const batch = tensor("batch", [1, 8, 8, 3], { shapeSignature: [-1, 8, 8, 3] });
    const open = tensor("open", [1, 1, 8, 3], { shapeSignature: [1, -1, 8, 3] });
    expect(say(dynamicShapes, model(batch, [open]))).toEqual([
      'error: "open": 1×?×8×3 uint8; "batch": ?×8×8×3 uint8',
    ]);
  });

  it("only warns where nothing but the batch may change", () => {
    const batch = tensor("batch", [1, 8, 8, 3], { shapeSignature: [-1, 8, 8, 3] });
    expect(say(dynamicShapes, model(batch))).toEqual(['warning: "batch": ?×8×8×3 uint8']);
  });

  it("refuses a tensor without elements", () => {
    expect(say(dynamicShapes, model(tensor("none", [1, 0, 8, 3])))).toEqual([
      'error: "none": 1×0×8×3 uint8',
    ]);
  });

  it("refuses a batch", () => {
    expect(say(batchSize, model(tensor("image", [4, 8, 8, 3])))).toEqual([
      'error: "image": 4×8×8×3 uint8',
    ]);
  });

  it("refuses channels first and only warns of input that is no image", () => {
    expect(say(imageLayout, model(tensor("planar", [1, 3, 224, 224])))).toEqual([
      'error: "planar": 1×3×224×224 uint8',
    ]);
    expect(say(imageLayout, model(tensor("sound", [1, 640])))).toEqual([
      'warning: "sound": 1×640 uint8',
    ]);
  });

  it("sees the layout of an image whose batch may change", () => {
    const planar = tensor("planar", [1, 3, 224, 224], { shapeSignature: [-1, 3, 224, 224] });
    expect(say(imageLayout, model(planar))).toEqual(['error: "planar": ?×3×224×224 uint8']);
    const odd = tensor("odd", [1, 513, 512, 3], { shapeSignature: [-1, 513, 512, 3] });
    expect(say(oddImageSize, model(odd))).toHaveLength(1);
    const open = tensor("open", [1, 1, 1, 3], { shapeSignature: [1, -1, -1, 3] });
    expect(say(oddImageSize, model(open))).toEqual([]);
  });

  it("warns of a second input", () => {
    const [one, two] = [tensor("one", [1, 8, 8, 3]), tensor("two", [1, 4])];
    const graph = graphOf([], { inputs: [one, two], outputs: [] });
    expect(say(severalInputs, graph)).toEqual(['warning: "one": 1×8×8×3 uint8; "two": 1×4 uint8']);
  });

  it("warns of odd image sizes", () => {
    expect(say(oddImageSize, model(tensor("image", [1, 513, 512, 3])))).toHaveLength(1);
  });

  it.each([
    ["tflite" as const, [1, 8, 300, 3], 1],
    ["tflite" as const, [1, 300, 320, 3], 0],
    ["onnx" as const, [1, 3, 320, 300], 1],
    ["onnx" as const, [1, 3, 300, 320], 0],
  ])("finds the width of a %s image of %j", (format, shape, findings) => {
    const graph = { ...model(float("image", shape)), format };
    expect(say(unalignedWidth, graph)).toHaveLength(findings);
  });
});

describe("detectors", () => {
  const candidates = tensor("candidates", [1, 2100, 85], { shapeSignature: [-1, 2100, 85] });

  it("advises on the input's size and aspect", () => {
    const graph = model(tensor("image", [1, 300, 300, 3]), [candidates]);
    expect(say(detectorInputSize, graph)).toEqual(['info: "image": 1×300×300×3 uint8']);
    expect(say(squareDetectorInput, graph)).toEqual(['info: "image": 1×300×300×3 uint8']);
  });

  it.each([
    ["classes", [1, 1001]],
    ["a segmentation map", [1, 513, 513]],
  ])("are not seen in %s", (_, shape) => {
    const graph = model(tensor("image", [1, 300, 300, 3]), [tensor("output", shape)]);
    expect(say(detectorInputSize, graph)).toEqual([]);
  });
});

describe("input values", () => {
  it.each([
    ["uint8", []],
    ["int8", ['warning: "image": 1×8×8×3 int8']],
    ["float32", ['error: "image": 1×8×8×3 float32']],
    ["int16", ['error: "image": 1×8×8×3 int16']],
  ] as const)("judges %s input", (dtype, findings) => {
    expect(say(inputType, model(tensor("image", [1, 8, 8, 3], { dtype })))).toEqual(findings);
  });

  it.each([
    ["0…1", 1 / 255, 0, "uint8"],
    ["0…1 as calibrated", 0.003917, 0, "uint8"],
    ["−1…1", 0.0078125, 128, "uint8"],
    ["−1…1 as TensorFlow writes it", 0.0078431, 127, "uint8"],
    ["plain bytes", 1, 0, "uint8"],
    ["0…1 in int8", 1 / 255, -128, "int8"],
  ] as const)("knows %s", (_, scale, zeroPoint, dtype) => {
    const quantization = scaled(scale, zeroPoint);
    const image = tensor("image", [1, 8, 8, 3], { dtype, quantization });
    expect(say(inputScale, model(image))).toEqual([]);
  });

  it.each([
    [0.0187, 114],
    [1 / 255, 128],
    [0.5, 0],
  ])("warns of scale %f with zero point %i", (scale, zeroPoint) => {
    const image = tensor("image", [1, 8, 8, 3], { quantization: scaled(scale, zeroPoint) });
    expect(say(inputScale, model(image))).toHaveLength(1);
  });
});

describe("outputs", () => {
  it("warns of two with the same number of bytes, whatever their shapes", () => {
    const outputs = [tensor("a", [1, 20]), tensor("b", [1, 5]), float("c", [1, 5])];
    expect(say(equalOutputSizes, model(tensor("image", [1, 8, 8, 3]), outputs))).toEqual([
      'warning: "a": 20 bytes; "c": 20 bytes',
    ]);
  });
});
