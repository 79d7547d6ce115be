import type { Rule } from "../../../check/rule.ts";
import type { Operator } from "../../../graph/graph.ts";
import { storedShape } from "../operators/operands.ts";
import { findOperators } from "./find-operators.ts";
import { countOf } from "../../../words/numbers.ts";

/** A convolution whose filters see only a part of the input's channels. */
export const groupedConvolutions: Rule = {
  code: "A7-FILE-004",
  severity: "error",
  format: "tflite",
  condition: "A CONV_2D is grouped: its filters have fewer channels than its input.",
  why: `The compiler refuses the whole file, as TensorFlow Lite before 2.9 does: "input->dims->data[3] != filter->dims->data[3]", "Node number … (CONV_2D) failed to prepare", "Model failed in Tflite interpreter".`,
  remedy:
    "Use a depthwise convolution (groups equal to the channels), or split the channels, convolve each part by itself and concatenate; torch models: groups=1.",
  source:
    "https://github.com/tensorflow/tensorflow/issues/51810 (read 2026-11-22): TensorFlow 2.5 and 2.7",
  find: (graph) => findOperators(graph, describeGroups),
};

function describeGroups({ name, inputs: [input, weights] }: Operator): string | undefined {
  const inputChannels = storedShape(input).at(-1);
  const filterChannels = storedShape(weights).at(-1);
  if (name !== "CONV_2D" || inputChannels === undefined || filterChannels === undefined) {
    return undefined;
  }
  return inputChannels === filterChannels
    ? undefined
    : `${countOf(inputChannels, "channel")}, filters of ${filterChannels}`;
}
