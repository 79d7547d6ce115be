import { violationOf } from "../../../check/evidence.ts";
import type { Rule } from "../../../check/rule.ts";
import type { Graph, Operator } from "../../../graph/graph.ts";
import { findNewestVersion } from "../../legalizing.ts";
import { edgetpuIssue } from "../sources.ts";

/** The last TensorFlow whose files edgetpu_compiler 16.0, the last one, is said to read. */
export const COMPILER_TENSORFLOW = "2.8";

/** The file was written for a newer TensorFlow than the compiler knows. */
export const newOperatorVersion: Rule = {
  code: "A7-FILE-001",
  severity: "error",
  format: "tflite",
  condition: "An operator has a version that TensorFlow Lite 2.8 does not know.",
  why: `The compiler refuses the whole file: "Didn't find op for builtin opcode … version …. An older version of this builtin might be supported. Are you using an old TFLite binary with a newer model?", "Model could not be parsed".`,
  remedy:
    "Convert with TensorFlow 2.8 (pip install tensorflow==2.8.4, on Python 3.7 to 3.10), or lower the version where the operator uses nothing of the newer one; CONV_2D version 6 and above also stands for grouped convolutions.",
  source: `${edgetpuIssue(631)}; ${edgetpuIssue(845)}; TensorFlow Lite's operator version table`,
  find: (graph) =>
    violationOf(
      operatorsOf(graph).flatMap((operator) => {
        const newest = newestKnownVersion(operator);
        if (newest === undefined || operator.version <= newest) return [];
        const { name, version } = operator;
        const note = `"Didn't find op for builtin opcode '${name}' version '${version}'", newest known ${newest}`;
        return { operator, note };
      }),
    ),
};

/** The operator itself is newer than the compiler. */
export const newOperator: Rule = {
  code: "A7-FILE-002",
  severity: "error",
  format: "tflite",
  condition: "An operator was added to TensorFlow Lite after 2.8.",
  why: `The compiler refuses the whole file: "Op builtin_code out of range: …. Are you using old TFLite binary with newer model?".`,
  remedy:
    "Build it from older operators (GELU from its tanh form, or replace it by ReLU6) and convert with TensorFlow 2.8.",
  source: `${edgetpuIssue(862)}; TensorFlow Lite's operator version table`,
  find: (graph) =>
    violationOf(
      operatorsOf(graph)
        .filter((operator) => newestKnownVersion(operator) === undefined)
        .map((operator) => ({ operator, note: "" })),
    ),
};

/** The compiler registers the operators of all subgraphs before it looks at any. */
function operatorsOf(graph: Graph): readonly Operator[] {
  return graph.subgraphs.flatMap(({ operators }) => operators);
}

/** The operator's newest version in TFLite 2.8, `Infinity` for CUSTOM and the few that have no versions; `undefined` if the operator is newer. */
function newestKnownVersion({ name }: Operator): number | undefined {
  if (name.startsWith("UNKNOWN(") || name.startsWith("STABLEHLO_")) return undefined;
  return findNewestVersion(name, COMPILER_TENSORFLOW);
}
