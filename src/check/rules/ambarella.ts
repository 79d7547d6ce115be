import type { Operator } from "../../graph/graph.ts";
import { type OperatorNote, violationOf, violationOfTensors } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule } from "../rule.ts";
import { isDetectionPostprocess } from "./format.ts";
import { findImage, looksLikeDetector } from "./image-input.ts";
import { decodeTailOf } from "./network-shape.ts";
import { isSuppression } from "./onnx.ts";
import {
  AXIS_CV25_CONVERSION,
  AXIS_CV75_CONVERSION,
  AXIS_MODEL_ZOO,
  AXIS_ONNX_TO_CV25,
  DETECTION_CV25,
  VDO_LAROD,
} from "./sources.ts";
import { countOf } from "../../words/numbers.ts";

export const noOperatorList: Rule = {
  code: "AX-CV-007",
  severity: "info",
  condition: "No list of the chip's operators is public.",
  why: "Only Ambarella's licensed CNNGen can tell which operators the accelerator takes; dlpu checks the input and predicts no placement.",
  remedy: "Run the compile bundle of `dlpu build` through CNNGen and read its report.",
  source: `${AXIS_CV25_CONVERSION}; ${AXIS_CV75_CONVERSION}`,
  find: (graph) => [
    {
      subject: {},
      evidence: `placement of ${countOf(contextOf(graph).subgraph.operators.length, "operator")} not known`,
    },
  ],
};

/** Raised by the loader: a compiled file gives no graph for `find` to look at. */
export const otherChip: Rule = {
  code: "AX-CV-004",
  severity: "warning",
  condition: "The compiled file begins like those for another CVflow chip.",
  why: "CVflow chips do not run each other's files; the camera refuses to load it.",
  remedy: "Compile the ONNX file with the CNNGen release for this chip.",
  source: AXIS_MODEL_ZOO,
  find: () => [],
};

/** Raised by the loader, like the one above. */
export const compiledFile: Rule = {
  code: "AX-CV-008",
  severity: "info",
  condition: "The file is compiled for this chip already.",
  why: "Its format is not public: dlpu can tell the chip by the first bytes, and nothing more.",
  remedy: "Check the ONNX file that it was made from.",
  source: AXIS_MODEL_ZOO,
  find: () => [],
};

export const onnxOnly: Rule = {
  code: "AX-CV-002",
  severity: "error",
  condition: "The file is TFLite.",
  why: "Axis documents ONNX as the only input for this chip.",
  remedy: "Export the float model as ONNX with static NCHW shapes.",
  source: AXIS_CV75_CONVERSION,
  format: "tflite",
  find: () => [{ subject: {}, evidence: "a .tflite file" }],
};

export const onnxUnlessOldCompiler: Rule = {
  code: "AX-CV-003",
  severity: "warning",
  condition: "The file is TFLite.",
  why: "CNNGen takes TFLite up to version 2.7; newer ones refuse it.",
  remedy: "Export the float model as ONNX with static NCHW shapes.",
  source: AXIS_CV25_CONVERSION,
  format: "tflite",
  find: () => [
    { subject: {}, evidence: "a .tflite file; the version of CNNGen is not known here" },
  ],
};

export const planarInput: Rule = {
  code: "AX-CV-005",
  severity: "error",
  condition: "The ONNX file takes its image with channels last, or holds non-maximum suppression.",
  why: "The accelerator is fed planar RGB, and the compiler has no non-maximum suppression.",
  remedy: "Export the original network in NCHW, without post-processing.",
  source: `${AXIS_ONNX_TO_CV25}; ${DETECTION_CV25}`,
  format: "onnx",
  find: (graph) => {
    const { inputs, operators } = contextOf(graph).subgraph;
    const suppressions = operators.filter(({ name }) => isSuppression(name));
    return [
      ...violationOfTensors(
        inputs.filter((tensor) => findImage(tensor, "NCHW")?.layout === "NHWC"),
      ),
      ...violationOf(suppressions.map((operator) => ({ operator, note: "" }))),
    ];
  },
};

export const boxDecoding: Rule = {
  code: "AX-CV-006",
  severity: "warning",
  condition: "A detector decodes its boxes inside the network.",
  why: "This accelerator cannot do bounding-box post-processing on its own, as Axis' example for it says.",
  remedy:
    "Cut the export at the last convolutions and decode in the application, as Axis' object-detection-cv25 does.",
  source: DETECTION_CV25,
  find: (graph) => {
    if (!looksLikeDetector(graph)) return [];
    const decoding = decodeTailOf(graph).filter(isDecoding);
    return violationOf(decoding.map((operator): OperatorNote => ({ operator, note: "" })));
  },
};

export const paddedFloatOutput: Rule = {
  code: "AX-IO-013",
  severity: "info",
  condition: "The chip returns float32, each element in a lane of 32 bytes.",
  why: "An application written for ARTPEC's packed uint8 outputs reads nonsense.",
  remedy: "Read each output with a pitch of 32 bytes an element, as `contract.json` states.",
  source: VDO_LAROD,
  find: (graph) => [
    { subject: {}, evidence: countOf(contextOf(graph).subgraph.outputs.length, "output") },
  ],
};

/** Arithmetic that turns a head's numbers into boxes, in both formats' names. */
const DECODING: ReadonlySet<string> = new Set(
  ["Mul", "Add", "Sub", "Div", "Exp", "Pow"].flatMap((name) => [name, name.toUpperCase()]),
);

function isDecoding(operator: Operator): boolean {
  return DECODING.has(operator.name) || isDetectionPostprocess(operator);
}
