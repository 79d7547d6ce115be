import type { Graph, Operator } from "../../graph/graph.ts";
import { violationOf } from "../evidence.ts";
import type { Rule } from "../rule.ts";
import { AXIS_CONVERSION, AXIS_FRAMEWORKS, examplesIssue, LAROD_BACKENDS } from "./sources.ts";

/** Custom name that the Edge TPU compiler gives to what it compiled. */
const EDGE_TPU = "edgetpu-custom-op";
/** TensorFlow's SSD post-processing, which TFLite carries as a custom operator of its own. */
export const DETECTION_POSTPROCESS = "TFLite_Detection_PostProcess";

/** Raised by the loader: a file that gives no graph has nothing for `find` to look at. */
export const unreadableFile: Rule = {
  code: "AX-FMT-001",
  severity: "error",
  condition:
    "The file is no readable TFLite or ONNX model: identifier missing, truncated or damaged.",
  why: "The camera refuses to load it, with a message that names no cause.",
  remedy:
    "Export or download the model again; check that Git LFS or an interrupted download did not truncate it.",
  source: `${LAROD_BACKENDS}; ${AXIS_CONVERSION}`,
  find: () => [],
};

/** Raised by the loader, like the one above. */
export const graphAfterImport: Rule = {
  code: "AX-FMT-007",
  severity: "info",
  condition: "The file is a Keras or TensorFlow model, whose graph is known only after import.",
  why: "Placement and quantization are decided by the file that comes out of conversion.",
  remedy: "Run `dlpu build`, or convert the model and check the .tflite.",
  source: AXIS_CONVERSION,
  find: () => [],
};

export const compiledForEdgeTpu: Rule = {
  code: "AX-FMT-002",
  severity: "error",
  condition: "The file was compiled for the Edge TPU.",
  why: "Only the Edge TPU of ARTPEC-7 cameras runs it; every other larod device fails to load it.",
  remedy: "Ship the .tflite that went into edgetpu_compiler, not what came out of it.",
  source: `${AXIS_CONVERSION}; ${examplesIssue(319)}`,
  format: "tflite",
  find: (graph) => violationOf(notesOf(customOperators(graph).filter(isEdgeTpu))),
};

export const notCompiledForEdgeTpu: Rule = {
  code: "AX-FMT-003",
  severity: "info",
  condition: "The file is not compiled for the Edge TPU yet.",
  why: "larod's google-edge-tpu-tflite device takes only what Google's compiler made; what follows predicts what that compiler will do.",
  remedy: "Compile it with `edgetpu_compiler -s MODEL`, or let `dlpu build` do so.",
  source: LAROD_BACKENDS,
  format: "tflite",
  find: (graph, { goesToCompiler = false }) =>
    goesToCompiler || customOperators(graph).some(isEdgeTpu)
      ? []
      : [{ subject: {}, evidence: `no ${EDGE_TPU} in the file` }],
};

export const customOperator: Rule = {
  code: "AX-FMT-004",
  severity: "error",
  condition: "The file has a custom or TensorFlow (Flex) operator that larod does not know.",
  why: "larod has only TFLite's builtin operators: the model does not load at all.",
  remedy:
    "Convert with `supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]` only, and move what cannot be expressed so into the application.",
  source: AXIS_FRAMEWORKS,
  format: "tflite",
  find: (graph) =>
    violationOf(notesOf(customOperators(graph).filter((operator) => !isKnownCustom(operator)))),
};

export const detectionPostprocess: Rule = {
  code: "AX-FMT-005",
  severity: "warning",
  condition: `The file ends in ${DETECTION_POSTPROCESS}.`,
  why: "The DLPU leaves box decoding and non-maximum suppression to the CPU. Axis' own SSD models do the same.",
  remedy:
    "Accept the time on the CPU, or export without post-processing and decode the boxes in the application.",
  source: `${examplesIssue(185)}; ${AXIS_FRAMEWORKS}`,
  format: "tflite",
  find: (graph) => violationOf(notesOf(customOperators(graph).filter(isDetectionPostprocess))),
};

/** Every custom operator of the file, those of the first subgraph first. */
function customOperators(graph: Graph): readonly Operator[] {
  return graph.subgraphs.flatMap(({ operators }) =>
    operators.filter(({ name }) => name === "CUSTOM"),
  );
}

export function isDetectionPostprocess({ customName }: Operator): boolean {
  return customName === DETECTION_POSTPROCESS;
}

function isEdgeTpu({ customName }: Operator): boolean {
  return customName === EDGE_TPU;
}

function isKnownCustom(operator: Operator): boolean {
  return isEdgeTpu(operator) || isDetectionPostprocess(operator);
}

function notesOf(operators: readonly Operator[]) {
  return operators.map((operator) => ({ operator, note: "" }));
}
