import { listSome, nameOf, quoteName, subjectOf } from "../../check/evidence.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { Rule, Violation } from "../../check/rule.ts";
import type { GraphIndex } from "../../graph/graph-index.ts";
import type { Graph, Operator } from "../../graph/graph.ts";

const SOURCE =
  "https://developer.axis.com/computer-vision/on-device/system-on-chip/artpec-8/supported-ops/ (read 2026-11-22)";

/** Axis' own list of 56 operators, by their names in TFLite's schema; the page gives no limits. */
const AXIS_OPERATORS: ReadonlySet<string> = new Set([
  ...["FULLY_CONNECTED", "CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "MAX_POOL_2D"],
  ...["AVERAGE_POOL_2D", "CONCATENATION", "RESHAPE", "EXPAND_DIMS", "SQUEEZE", "SLICE"],
  ...["STRIDED_SLICE", "GATHER", "GATHER_ND", "ONE_HOT", "SPLIT", "TRANSPOSE"],
  ...["RESIZE_NEAREST_NEIGHBOR", "RESIZE_BILINEAR", "CAST", "ADD", "ADD_N", "MUL", "DIV"],
  ...["FLOOR_DIV", "POW", "SQUARE", "SIN", "TANH", "ABS", "NEG", "SQRT", "FLOOR", "MINIMUM"],
  ...["MAXIMUM", "EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL"],
  ...["LOGICAL_NOT", "LOGICAL_AND", "LOGICAL_OR", "RELU", "RELU6", "SOFTMAX", "GELU", "ELU"],
  ...["HARD_SWISH", "REDUCE_MIN", "REDUCE_MAX", "REDUCE_ANY", "REDUCE_PROD", "ARG_MIN", "ARG_MAX"],
]);

export const outsideAxisList: Rule = {
  code: "AX-OP-801",
  severity: "warning",
  condition: "An operator is not in Axis' list of supported operators for ARTPEC-8.",
  why: "Axis does not promise that it runs on the DLPU. Many do: Axis' own YOLOv5 has PAD, QUANTIZE and LOGISTIC; the placement shown follows the delegate's own check.",
  remedy:
    "Measure on a camera before relying on it (`larod-client -g MODEL -c axis-a8-dlpu-tflite -R 100`), or use a listed operator: MEAN over height and width as AVERAGE_POOL_2D, PAD as SAME padding, LEAKY_RELU and PRELU as RELU, SUB as ADD of the negative.",
  source: SOURCE,
  format: "tflite",
  find: findOutside,
};

function findOutside(graph: Graph): readonly Violation[] {
  const { subgraph, index } = contextOf(graph);
  const outside = subgraph.operators.filter(
    (operator) => !AXIS_OPERATORS.has(operator.name) && !convertsInterface(operator, index),
  );
  const [first] = outside;
  if (first === undefined) return [];
  const items = [...groupByKind(outside)].map(([kind, operators]) => describeKind(kind, operators));
  return [{ subject: subjectOf(first), evidence: listSome(items) }];
}

/**
 * The step between uint8 outside and int8 inside: every int8 model that takes larod's uint8 frames has it, as Axis' own
 * YOLOv5 for ARTPEC-8 does (acap model zoo, `yolov5n.tflite`), so there is nothing to do about it.
 */
function convertsInterface({ name, inputs, outputs }: Operator, index: GraphIndex): boolean {
  const [input] = inputs;
  const [output] = outputs;
  if (name !== "QUANTIZE" || !input || !output) return false;
  return index.isInput(input) || index.isOutput(output);
}

/** By TFLite name, custom operators by their own, in order of first appearance. */
function groupByKind(operators: readonly Operator[]): ReadonlyMap<string, readonly Operator[]> {
  const groups = new Map<string, Operator[]>();
  for (const operator of operators) {
    const kind = operator.customName ?? operator.name;
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [operator]);
    else group.push(operator);
  }
  return groups;
}

/** `LOGISTIC ×9 (first #12 LOGISTIC "sigmoid")`. */
function describeKind(kind: string, operators: readonly Operator[]): string {
  const [first] = operators;
  const label = first?.customName === undefined ? kind : quoteName(kind);
  return `${label} ×${operators.length}${first ? ` (first ${nameOf(first)})` : ""}`;
}
