import type { Rule } from "../../../check/rule.ts";
import { CORAL_REQUIREMENTS } from "../sources.ts";

/** Control flow, or several signatures. */
export const severalSubgraphs: Rule = {
  code: "A7-FILE-008",
  severity: "error",
  format: "tflite",
  condition: "The file has more than one subgraph: control flow, or several signatures.",
  why: "The compiler takes feed-forward networks of one graph; no compiled file with several is public, and a signature or a body that it does not compile is lost or stays on the CPU.",
  remedy:
    "Export one concrete function (TFLiteConverter.from_concrete_functions([f])), with loops and conditions unrolled or moved to the application: unroll=True in Keras' recurrent layers.",
  source: CORAL_REQUIREMENTS,
  find: ({ subgraphs }) => {
    if (subgraphs.length === 1) return [];
    return [{ subject: {}, evidence: `${subgraphs.length} subgraphs` }];
  },
};
