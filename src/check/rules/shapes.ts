import type { Graph, Tensor } from "../../graph/graph.ts";
import { hasDynamicDimension, staticShape } from "../../graph/tensor-shape.ts";
import { violationOfTensors } from "../evidence.ts";
import { contextOf, type OperatorContext } from "../operator-table.ts";
import type { Rule } from "../rule.ts";
import { findImage, type ImageForm, looksLikeDetector, usualLayout } from "./image-input.ts";
import {
  AXIS_A8_TIPS,
  AXIS_A9_TIPS,
  AXIS_TIPS,
  examplesIssue,
  LAROD_PREPROCESSING,
  VDO_LAROD,
} from "./sources.ts";

export const dynamicShapes: Rule = {
  code: "AX-IO-001",
  severity: "error",
  condition:
    "A tensor's size is unknown, zero, or may change at run time. A warning where only the batch may.",
  why: "The DLPU is given its work with every size fixed: the model does not load, or leaves the DLPU.",
  remedy:
    "Export with fixed sizes and batch 1: `tf.function(input_signature=[tf.TensorSpec([1, H, W, 3])])`, or no `dynamic_axes` in `torch.onnx.export`.",
  source: AXIS_A8_TIPS,
  find: (graph) =>
    violationOfTensors(computedTensors(contextOf(graph)).filter(isUnsized), {
      isMild: onlyBatchVaries,
    }),
};

export const batchSize: Rule = {
  code: "AX-IO-002",
  severity: "error",
  condition: "An input's first dimension, the batch, is larger than 1.",
  why: "Cameras deliver one frame at a time, and the DLPU of ARTPEC-9 takes no batch at all.",
  remedy: "Export with batch 1.",
  source: AXIS_A9_TIPS,
  find: (graph) => violationOfTensors(inputsOf(graph).filter(isBatch)),
};

export const imageLayout: Rule = {
  code: "AX-IO-004",
  severity: "error",
  condition:
    "The input is an image with its channels first. A warning where it has no four dimensions or another number of channels than 1, 3 or 4.",
  why: "Frames arrive as NHWC bytes; a channels-first model misreads them without an error. Axis' sample applications take a four-dimensional image and nothing else.",
  remedy:
    "Export in NHWC: onnx2tf transposes by default (leave out `-kat`), Keras uses `channels_last`. For input that is no image, write an application that fills the tensor itself.",
  source: `${VDO_LAROD}; ${examplesIssue(103)}`,
  format: "tflite",
  find: (graph) =>
    violationOfTensors(
      inputsOf(graph).filter((tensor) => findImage(tensor, "NHWC")?.layout !== "NHWC"),
      { isMild: (tensor) => findImage(tensor, "NHWC") === undefined },
    ),
};

export const severalInputs: Rule = {
  code: "AX-IO-005",
  severity: "warning",
  condition: "The model has more than one input.",
  why: "Axis' sample applications panic on a second input tensor.",
  remedy:
    "Make everything but the image a constant at export, or write an application that fills each input tensor.",
  source: VDO_LAROD,
  find: (graph) => {
    const inputs = inputsOf(graph);
    return inputs.length > 1 ? violationOfTensors(inputs) : [];
  },
};

export const oddImageSize: Rule = {
  code: "AX-IO-008",
  severity: "warning",
  condition: "The image is an odd number of pixels high or wide.",
  why: "larod's cpu-proc, which scales and converts frames, refuses odd sizes.",
  remedy: "Export with even height and width.",
  source: LAROD_PREPROCESSING,
  format: "tflite",
  find: (graph) => violationOfTensors(imagesOf(graph, isMisaligned(2))),
};

export const detectorInputSize: Rule = {
  code: "AX-IO-010",
  severity: "info",
  condition: "A detector's input height or width is no multiple of 32.",
  why: "Its feature maps do not divide evenly: rows are padded at every scale, and boxes shift slightly.",
  remedy: "Export at a multiple of 32, such as 384×640.",
  source: "https://github.com/pandosme/DetectX, README.md (read 2026-11-22)",
  format: "tflite",
  find: (graph) =>
    looksLikeDetector(graph) ? violationOfTensors(imagesOf(graph, isMisaligned(32))) : [],
};

export const squareDetectorInput: Rule = {
  code: "AX-IO-011",
  severity: "info",
  condition: "A detector's input is square.",
  why: "Sensors are wide: a square input either distorts the frame, crops it, or spends pixels on letterbox bars. Time follows the pixels.",
  remedy:
    "Export at the sensor's aspect ratio, such as 384×640, and train or calibrate with that resize.",
  source: "https://github.com/kotyzap/YOLOv8-on-AXIS-ACAP, README.md (read 2026-11-22)",
  format: "tflite",
  find: (graph) => (looksLikeDetector(graph) ? violationOfTensors(imagesOf(graph, isSquare)) : []),
};

export const unalignedWidth: Rule = {
  code: "AX-IO-009",
  severity: "warning",
  condition: "The input's width is no multiple of 32.",
  why: "The chip reads rows in pitches of 32 bytes: every row must then be padded, on conversion and in the application.",
  remedy: "Export at a width such as 320, 416 or 640.",
  source: AXIS_TIPS,
  find: (graph) => violationOfTensors(imagesOf(graph, ({ width = 0 }) => width % 32 !== 0)),
};

function inputsOf(graph: Graph): readonly Tensor[] {
  return contextOf(graph).subgraph.inputs;
}

/** The inputs that are images of a certain form. */
function imagesOf(graph: Graph, accepts: (image: ImageForm) => boolean): readonly Tensor[] {
  return inputsOf(graph).filter((tensor) => {
    const image = findImage(tensor, usualLayout(graph));
    return image !== undefined && accepts(image);
  });
}

/** A short rank may have no batch at all. */
function isBatch(tensor: Tensor): boolean {
  const shape = staticShape(tensor) ?? [];
  return shape.length >= 3 && (shape[0] ?? 1) > 1;
}

/** Inputs and everything that operators compute; constants have the size of their data. */
function computedTensors({ subgraph }: OperatorContext): readonly Tensor[] {
  const tensors = [...subgraph.inputs, ...subgraph.operators.flatMap(({ outputs }) => outputs)];
  return [...new Set(tensors)].filter((tensor) => tensor !== undefined);
}

function isUnsized(tensor: Tensor): boolean {
  return hasDynamicDimension(tensor) || (tensor.shape ?? []).includes(0);
}

/** True for `[-1, 224, 224, 3]`: TFLite runs it with the batch that is stored beside the signature. */
function onlyBatchVaries({ shape, shapeSignature = [] }: Tensor): boolean {
  const sizes = shapeSignature.length > 0 ? shapeSignature : (shape ?? [undefined]);
  return (
    sizes.slice(1).every((size) => typeof size === "number" && size > 0) && shape !== undefined
  );
}

function isMisaligned(multiple: number): (image: ImageForm) => boolean {
  return ({ height = 0, width = 0 }) => height % multiple !== 0 || width % multiple !== 0;
}

function isSquare({ height, width }: ImageForm): boolean {
  return height !== undefined && height === width;
}
