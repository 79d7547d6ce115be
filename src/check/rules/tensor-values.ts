import type { Graph, Tensor } from "../../graph/graph.ts";
import { perTensorQuantization } from "../../graph/quantization-granularity.ts";
import { sizeBytes } from "../../graph/tensor-shape.ts";
import { violationOfTensors } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule } from "../rule.ts";
import { findImage } from "./image-input.ts";
import { examplesIssue, VDO_LAROD } from "./sources.ts";

export const inputType: Rule = {
  code: "AX-IO-006",
  severity: "error",
  condition: "An input is not uint8. A warning where it is int8.",
  why: "larod passes the frame's bytes on as they are: a float input is four times too long and refused, an int8 input is silently off by 128 levels.",
  remedy:
    "Convert with `inference_input_type = tf.uint8`, with onnx2tf `-iqd uint8`; `dlpu build` does so.",
  source: `${VDO_LAROD}; https://github.com/AxisCommunications/acap-computer-vision-sdk-examples/issues/15 (read 2026-11-22)`,
  format: "tflite",
  find: (graph) => {
    const wrong = inputsOf(graph).filter(({ dtype }) => dtype !== "uint8");
    return violationOfTensors(wrong, { isMild: ({ dtype }) => dtype === "int8" });
  },
};

export const inputScale: Rule = {
  code: "AX-IO-007",
  severity: "warning",
  condition:
    "An image input is quantized neither for 0…1, −1…1 nor plain bytes: its scale and zero point match none of (1/255, 0), (1/128, 128), (1/127.5, 127 or 128), (1, 0).",
  why: "larod does not quantize: raw bytes then stand for other values than in training, without any message.",
  remedy:
    "Calibrate with images that are prepared exactly as in training, or scale the frame in the application with the scale and zero point of `contract.json`.",
  source: examplesIssue(183),
  format: "tflite",
  find: (graph) =>
    violationOfTensors(
      inputsOf(graph).filter(
        (tensor) => findImage(tensor, "NHWC") !== undefined && hasUnusualScale(tensor),
      ),
      { describe: describeQuantization },
    ),
};

export const equalOutputSizes: Rule = {
  code: "AX-IO-012",
  severity: "warning",
  condition: "Two outputs have the same number of bytes.",
  why: "An application that tells outputs apart by their size mixes them up, and converters reorder outputs between versions.",
  remedy: "Address outputs by index, as `contract.json` lists them with their names.",
  source: "https://github.com/kotyzap/YOLOv8-on-AXIS-ACAP, README.md (read 2026-11-22)",
  find: (graph) => {
    const { outputs } = contextOf(graph).subgraph;
    const sizes = new Map<number | undefined, number>();
    for (const size of outputs.map(sizeBytes)) sizes.set(size, (sizes.get(size) ?? 0) + 1);
    sizes.delete(undefined);
    return violationOfTensors(
      outputs.filter((output) => (sizes.get(sizeBytes(output)) ?? 0) > 1),
      { describe: (tensor) => `${sizeBytes(tensor) ?? 0} bytes` },
    );
  },
};

function inputsOf(graph: Graph): readonly Tensor[] {
  return contextOf(graph).subgraph.inputs;
}

/** Real value of a byte step and of byte 0, in uint8 terms. */
const USUAL_SCALES = [
  { scale: 1 / 255, zeroPoints: [0] },
  { scale: 1 / 128, zeroPoints: [128] },
  { scale: 1 / 127.5, zeroPoints: [127, 128] },
  { scale: 1, zeroPoints: [0] },
];

/** Calibration on real images rarely meets the very last value of the range. */
const SCALE_TOLERANCE = 0.01;

function hasUnusualScale(tensor: Tensor): boolean {
  const quantization = perTensorQuantization(tensor);
  if (quantization === undefined) return false;
  const shift = tensor.dtype === "int8" ? 128 : 0;
  return !USUAL_SCALES.some(
    ({ scale, zeroPoints }) =>
      Math.abs(quantization.scale / scale - 1) <= SCALE_TOLERANCE &&
      zeroPoints.includes(quantization.zeroPoint + shift),
  );
}

function describeQuantization(tensor: Tensor): string {
  const { scale = 0, zeroPoint = 0 } = perTensorQuantization(tensor) ?? {};
  return `scale ${Number(scale.toPrecision(6))}, zero point ${zeroPoint}`;
}
