import { constantInts } from "../../graph/constant-values.ts";
import type { Graph, Operator } from "../../graph/graph.ts";
import { numberAttribute, numbersAttribute } from "../../graph/onnx-attributes.ts";
import { staticShape } from "../../graph/tensor-shape.ts";
import { type OperatorNote, violationOf } from "../evidence.ts";
import { contextOf } from "../operator-table.ts";
import type { Rule } from "../rule.ts";

/** Nothing can run such a file: neither ONNX Runtime, nor any converter. */
export const onnxInvalid: Rule = {
  code: "AX-ONNX-007",
  severity: "error",
  condition:
    "A node contradicts ONNX's own specification: its group, kernel, stride or dilation is below 1, its channels do not divide into its groups, its new shape cannot hold its elements, or its domain is none that the file imports.",
  why: "No runtime and no converter takes it; what they say about it seldom names the node.",
  remedy:
    "Correct the node where the model is made, export again, and let `onnx.checker.check_model(model, full_check=True)` confirm it.",
  source:
    "https://onnx.ai/onnx/operators/ and https://onnx.ai/onnx/repo-docs/IR.html (read 2026-11-29)",
  format: "onnx",
  find: (graph) => violationOf(findInvalidNodes(graph)),
};

/** The nodes of the main graph that no runtime can run, with what is wrong about each. */
export function findInvalidNodes(graph: Graph): readonly OperatorNote[] {
  const imported = new Set(["", ...graph.opsets.map(({ domain }) => domain)]);
  return contextOf(graph).subgraph.operators.flatMap((operator): OperatorNote[] => {
    const { domain = "" } = operator;
    const note = imported.has(domain)
      ? domain === "" && CHECKS.get(operator.name)?.(operator)
      : `the file imports no operator set of the domain ${JSON.stringify(domain.slice(0, 60))}`;
    return typeof note === "string" ? [{ operator, note }] : [];
  });
}

type Check = (operator: Operator) => string | undefined;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["Conv", (operator) => checkWindow(operator) ?? checkGroups(operator, false)],
  ["ConvTranspose", (operator) => checkWindow(operator) ?? checkGroups(operator, true)],
  ["MaxPool", checkWindow],
  ["AveragePool", checkWindow],
  ["LpPool", checkWindow],
  ["Reshape", checkReshape],
]);

function checkWindow(operator: Operator): string | undefined {
  for (const name of ["kernel_shape", "strides", "dilations"]) {
    const values = numbersAttribute(operator, name);
    if (values?.some((value) => value < 1) === true) return `${name} [${values.join()}]`;
  }
  return undefined;
}

/** Weights are [output channels, input channels of a group, …], transposed [input channels, output channels of a group, …]. */
function checkGroups(operator: Operator, isTransposed: boolean): string | undefined {
  const group = numberAttribute(operator, "group") ?? 1;
  if (group < 1) return `group ${group}`;
  const channels = operator.inputs[0]?.shape?.[1];
  const weights = staticShape(operator.inputs[1]);
  if (typeof channels !== "number" || weights === undefined || weights.length < 3) return undefined;
  const [first = 0, second = 0] = weights;
  const expected = isTransposed ? first : second * group;
  if (channels !== expected) {
    return `group ${group} of weights ${weights.join("×")} take ${expected} channels, its input has ${channels}`;
  }
  return first % group === 0 ? undefined : `${first} filters in ${group} groups`;
}

/** A size of 0 copies the input's, -1 takes what is left. */
function checkReshape(operator: Operator): string | undefined {
  const sizes = numbersAttribute(operator, "shape") ?? constantInts(operator.inputs[1]);
  if (sizes === undefined) return undefined;
  const text = `new shape [${sizes.join()}]`;
  const isNonsense = sizes.some((size) => size < -1) || sizes.indexOf(-1) !== sizes.lastIndexOf(-1);
  if (isNonsense) return text;
  const input = staticShape(operator.inputs[0]);
  if (input === undefined) return undefined;
  const copies = numberAttribute(operator, "allowzero") !== 1;
  const wanted = sizes.map((size, axis) => (size === 0 && copies ? (input[axis] ?? 0) : size));
  const known = product(wanted.filter((size) => size !== -1));
  const count = product(input);
  const fits = wanted.includes(-1) ? known > 0 && count % known === 0 : known === count;
  return fits || count === 0
    ? undefined
    : `${text} for the ${count} elements of ${input.join("×")}`;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
