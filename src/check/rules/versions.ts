import type { Graph, Operator } from "../../graph/graph.ts";
import { compareVersions, findTfliteRuntime, KNOWN_RUNTIMES } from "../axis-os-runtime.ts";
import { TFLITE_OPERATOR_VERSIONS } from "../tflite-operator-versions.ts";
import {
  listSome,
  nameOf,
  type OperatorNote,
  quoteName,
  subjectOf,
  tensorSubject,
  violationOf,
} from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { CheckContext, Rule, Violation } from "../rule.ts";
import { findUnknown, UNKNOWN_OPERATOR_CODE } from "../unknown-operator.ts";
import { AXIS_FRAMEWORKS, LITERT_VERSIONS } from "./sources.ts";

export const newerThanRuntime: Rule = {
  code: "AX-OP-003",
  severity: "error",
  condition:
    "An operator's version is newer than the TensorFlow Lite of the AXIS OS asked for. Info where that runtime is not public.",
  why: 'An older runtime refuses the whole file: "Didn\'t find op for builtin opcode … version …".',
  remedy:
    "Convert with an older TensorFlow, or require a newer AXIS OS; the runtime of a release is in its software bill of materials on Axis' download page.",
  source: `${LITERT_VERSIONS}; ${AXIS_FRAMEWORKS}`,
  format: "tflite",
  find: (graph, { axisOs }) => (axisOs === undefined ? [] : findNewer(graph, axisOs)),
};

export const unknownOperator: Rule = {
  code: UNKNOWN_OPERATOR_CODE,
  severity: "warning",
  condition: "An operator, its version, one of its options or its element type is unknown to dlpu.",
  why: "No rule can judge it, so it is counted as running on the CPU; a camera older than it refuses the whole file.",
  remedy:
    "Convert with the TensorFlow that Axis' guides name (2.19), or update dlpu if it is older than your converter.",
  source: LITERT_VERSIONS,
  format: "tflite",
  find: (graph) =>
    violationOf(
      contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
        const note = findUnknown(operator);
        return note === undefined ? [] : [{ operator, note }];
      }),
    ),
};

export const externalBuffers: Rule = {
  code: "AX-FMT-006",
  severity: "warning",
  condition: "Constants stand after the flatbuffer in the file, where only newer runtimes look.",
  why: "A runtime from before this layout sees empty weights and refuses the model or, worse, runs it. Which AXIS OS reads it is not public.",
  remedy:
    "Write the constants into the flatbuffer again: convert the file with TensorFlow's own converter, or let `dlpu build` do so.",
  source:
    "TFLite schema, fields `offset` and `size` of Buffer: https://github.com/google-ai-edge/LiteRT (read 2026-11-22)",
  format: "tflite",
  find: findExternal,
};

interface RuntimeNeed {
  readonly operator: Operator;
  readonly runtime: string;
}

function findNewer(graph: Graph, axisOs: string): readonly Violation[] {
  const known = findTfliteRuntime(axisOs);
  if (known === undefined) return describeNeed(graph, axisOs);
  const newer = needsOf(graph).filter(({ runtime }) => compareVersions(runtime, known.version) > 0);
  return violationOf(
    newer.map(({ operator, runtime }) => ({
      operator,
      note: `version ${operator.version} needs TensorFlow Lite ${runtime}, AXIS OS ${axisOs} has ${known.version}`,
    })),
  );
}

/** Where the runtime is not known, only what the file needs can be said, and only if not every runtime has it. */
function describeNeed(graph: Graph, axisOs: string): readonly Violation[] {
  const [newest] = needsOf(graph).sort((a, b) => compareVersions(b.runtime, a.runtime));
  const oldestKnown = KNOWN_RUNTIMES[0]?.version ?? "0";
  if (newest === undefined || compareVersions(newest.runtime, oldestKnown) <= 0) return [];
  const { operator, runtime } = newest;
  const evidence = `needs TensorFlow Lite ${runtime} for version ${operator.version} of ${nameOf(operator)}; the runtime of AXIS OS ${axisOs} is not public`;
  return [{ subject: subjectOf(operator), evidence, severity: "info" }];
}

function needsOf(graph: Graph): RuntimeNeed[] {
  return graph.subgraphs.flatMap(({ operators }) =>
    operators.flatMap((operator) => {
      const runtime = TFLITE_OPERATOR_VERSIONS[operator.name]?.[operator.version];
      return runtime === undefined ? [] : [{ operator, runtime }];
    }),
  );
}

function findExternal(graph: Graph, { axisOs }: CheckContext): readonly Violation[] {
  const tensors = graph.subgraphs.flatMap(({ tensors: all }) =>
    all.filter(({ data }) => data?.external === true),
  );
  const [first] = tensors;
  if (first === undefined) return [];
  const evidence = listSome(
    tensors.map(({ name, data }) => `${quoteName(name)} ${data?.bytes.length ?? 0} bytes`),
  );
  // The one runtime that is known is three years older than the layout.
  const isRefused = axisOs !== undefined && findTfliteRuntime(axisOs) !== undefined;
  return [{ subject: tensorSubject(first), evidence, severity: isRefused ? "error" : "warning" }];
}
