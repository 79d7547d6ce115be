import { contextOf } from "../../../check/operator-table.ts";
import type { Rule } from "../../../check/rule.ts";
import type { Operator } from "../../../graph/graph.ts";
import type { DataType } from "../../../graph/data-type.ts";
import { computedOperands, constantOperands } from "../operators/operands.ts";
import { CORAL_REQUIREMENTS, edgetpuIssue } from "../sources.ts";
import { findOperators } from "./find-operators.ts";

const FULL_INTEGER =
  "Quantize to full 8-bit integers: converter.optimizations = [tf.lite.Optimize.DEFAULT], a representative_dataset, converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8].";

/** A float model, or one whose weights alone are quantized. */
export const notQuantized: Rule = {
  code: "A7-FILE-006",
  severity: "error",
  format: "tflite",
  condition:
    "No operator computes in 8 bit: the model is float, or only its weights are quantized.",
  why: `The compiler refuses the file ("Invalid model", "Model not quantized") or maps nothing ("Operation is working on an unsupported data type").`,
  remedy: FULL_INTEGER,
  source: `${CORAL_REQUIREMENTS}; ${edgetpuIssue(79)}; ${edgetpuIssue(313)}`,
  find: (graph) => {
    const { operators } = contextOf(graph).subgraph;
    const isFloat = operators.some((operator) => computesIn(operator, FLOATS));
    if (!isFloat || operators.some((operator) => computesIn(operator, EIGHT_BIT))) return [];
    return findOperators(graph, ({ outputs: [output] }) => output && `computes ${output.dtype}`);
  },
};

/** Wider activations or narrower weights than the Edge TPU's 8 bit. */
export const otherIntegers: Rule = {
  code: "A7-FILE-007",
  severity: "error",
  format: "tflite",
  condition: "Activations have 16 bit (16x8 quantization), or weights have fewer than 8.",
  why: `The Edge TPU computes in 8 bit; the compiler reports "Model not quantized", and cannot read 4-bit tensors at all ("Model could not be parsed").`,
  remedy: `${FULL_INTEGER} Not EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8.`,
  source: `${CORAL_REQUIREMENTS}; ${edgetpuIssue(338)}`,
  find: (graph) => findOperators(graph, describeOtherInteger),
};

const FLOATS: ReadonlySet<DataType> = new Set<DataType>(["float64", "float32", "float16"]);
const EIGHT_BIT: ReadonlySet<DataType> = new Set<DataType>(["int8", "uint8"]);
const NARROW: ReadonlySet<DataType> = new Set<DataType>(["int4", "uint4", "int2", "uint2"]);

function computesIn(operator: Operator, types: ReadonlySet<DataType>): boolean {
  return computedOperands(operator).some(({ dtype }) => types.has(dtype));
}

function describeOtherInteger(operator: Operator): string | undefined {
  const wide = computedOperands(operator).find(({ dtype }) => dtype === "int16");
  const narrow = constantOperands(operator).find(({ dtype }) => NARROW.has(dtype));
  if (wide !== undefined) return "int16 activations";
  return narrow && `${narrow.dtype} weights`;
}
