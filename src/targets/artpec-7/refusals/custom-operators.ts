import type { Rule } from "../../../check/rule.ts";
import { COMPILED_PAIRS } from "../sources.ts";
import { findOperators } from "./find-operators.ts";

/** Custom operators that stand in published compiled models, on the CPU; the first is the compiler's own program. */
const REGISTERED: ReadonlySet<string> = new Set([
  "edgetpu-custom-op",
  "PosenetDecoderOp",
  "TFLite_Detection_PostProcess",
]);

/** Operators that neither TensorFlow Lite nor the compiler has. */
export const unresolvedCustomOperators: Rule = {
  code: "A7-FILE-005",
  severity: "error",
  format: "tflite",
  condition: "The model has a custom or Flex operator that the compiler does not have.",
  why: `The compiler refuses the whole file: "Encountered unresolved custom op: …", "Model failed in Tflite interpreter".`,
  remedy:
    "Convert without allow_custom_ops and SELECT_TF_OPS, and compute what is left in the application.",
  source: `a public EfficientDet compiler log (jiri-kula/EfficientDet, read 2026-11-22); ${COMPILED_PAIRS}`,
  find: (graph) =>
    findOperators(graph, ({ customName }) =>
      customName === undefined || REGISTERED.has(customName) ? undefined : "",
    ),
};
