import type { Graph } from "../../graph/graph.ts";
import { type CutTail, findTailToCut, type Place } from "../decode-tail.ts";
import { countNames, listSome, nameOf, quoteName, subjectOf, tensorSubject } from "../evidence.ts";
import type { Severity } from "../../result/finding.ts";
import { findMixedOutputs, type MixedOutput } from "../mixed-output.ts";
import { contextOf } from "../operator-table.ts";
import { countSegments } from "../partition.ts";
import { cutLine, cutNames, namedIn } from "../plan-cut.ts";
import type { Rule, Violation } from "../rule.ts";
import { countOf, renderNumber } from "../../words/numbers.ts";
import { renderRange } from "../tensor-range.ts";
import { findImage, usualLayout } from "./image-input.ts";
import { AXIS_CPU_VS_DLPU, AXIS_MODEL_ZOO } from "./sources.ts";

/** With so few steps a score is either zero or far off. */
const LOST_STEPS = 4;

const CUT_HOW =
  "in dlpu.yml under the model, which must be given in float (`cut: auto` finds the place by itself)";

export const mixedOutputs: Rule = {
  code: "AX-Q-008",
  severity: "error",
  condition:
    "An output joins tensors of very different ranges under one scale, so that one has fewer than 16 of its 256 steps; or one layer makes channels so different, as a build measures. A warning from 4 steps on.",
  why: "Boxes in pixels beside scores up to 1: all scores become 0, nothing is detected, and no error says so.",
  remedy:
    "Let the parts be outputs of their own, or scale the boxes to 0…1 inside the model, before they are joined.",
  source:
    "https://github.com/kotyzap/YOLOv8-on-AXIS-ACAP, README.md (read 2026-11-22): one scale of 2.54, best score 0.000 instead of 0.665; 0.625 with split outputs",
  format: "tflite",
  find: (graph, { ranges = new Map() }) => {
    const mixed = findMixedOutputs(graph, ranges);
    const remedy = `Give the parts a scale each: \`${cutLine(cutNames(graph, graph, mixed))}\` ${CUT_HOW}; the application joins them again. Or scale the boxes to 0…1 inside the model.`;
    return mixed.map((output) => mixedViolation(output, remedy));
  },
};

function mixedViolation(mixed: MixedOutput, remedy: string): Violation {
  const { output, scale, worst, steps, ranged } = mixed;
  const parts = ranged.map(
    ({ tensor, range }) => `${quoteName(tensor.name)} ${renderRange(range)}`,
  );
  const loser = `${quoteName(worst.tensor.name)} has ${renderNumber(steps)} of its 256 steps`;
  return {
    subject: tensorSubject(output),
    evidence: `${quoteName(output.name)} joins ${listSome(parts)}, under one step of ${renderNumber(scale)}: ${loser}`,
    remedy,
    severity: mixedSeverity(steps),
  };
}

/** How bad it is that a part of an output has so few steps. */
export function mixedSeverity(steps: number): Severity {
  return steps < LOST_STEPS ? "error" : "warning";
}

/**
 * Tells of the operators at a model's end that are better cut off.
 *
 * @param place the target's own prediction, of the graph and of what would be left of it.
 */
export function decodeTailOnCpu(place: Place): Rule {
  return {
    code: "AX-OP-933",
    severity: "info",
    condition:
      "At least 3 operators after the last convolution or dense layer are not taken by the DLPU, or work on the results of such ones.",
    why: "Decoding boxes is slow in many small operators, and each change between DLPU and CPU copies tensors.",
    remedy:
      "Cut the model before the decoding (`cut` in dlpu.yml) and decode in the application, where only the best candidates need it.",
    source: `${AXIS_CPU_VS_DLPU}; ${AXIS_MODEL_ZOO}`,
    format: "tflite",
    find: (graph, { ranges = new Map() }) => {
      const tail = findTailToCut(graph, place, namedIn(ranges));
      return tail === undefined ? [] : [tailViolation(graph, tail, place)];
    },
  };
}

function tailViolation(graph: Graph, { removed, shortened }: CutTail, place: Place): Violation {
  const [first] = removed;
  if (first === undefined) return { subject: {}, evidence: "" };
  const count = countOf(removed.length, "operator");
  const names = countNames(removed.map(({ name }) => name));
  const before = countSegments(graph, place(graph));
  const after = countSegments(shortened, place(shortened));
  const line = cutLine(cutNames(graph, shortened, []));
  return {
    subject: subjectOf(first),
    evidence: `${count}, from ${nameOf(first)} on, could be left to the application: ${names}; ${before} → ${countOf(after, "segment")}; input ${renderPixels(graph)}`,
    remedy: `Cut the model before the decoding: \`${line}\` ${CUT_HOW}. The application then decodes, which only the best candidates need.`,
  };
}

/** Time follows the input's pixels more than the model's size, so they belong beside any talk of time. */
function renderPixels(graph: Graph): string {
  const [input] = contextOf(graph).subgraph.inputs;
  const { height, width } = (input && findImage(input, usualLayout(graph))) ?? {};
  if (height === undefined || width === undefined) return "is no image of known size";
  return `has ${Math.round((height * width) / 1000)} kilopixels`;
}
