import type { Finding, Severity } from "../../result/finding.ts";
import type { Budgets } from "../../config/budgets.ts";
import type { Task } from "../../result/task.ts";
import type { Graph } from "../../graph/graph.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import { renderLoss } from "../../result/estimate.ts";
import { countOf, renderPercent } from "../../words/numbers.ts";
import type { Emulated } from "./emulate.ts";
import type { Fidelity } from "../../result/fidelity.ts";
import { lowFidelity } from "./low-fidelity.ts";
import { layerFindings } from "./layer-findings.ts";
import { isNextToNothing, type MetricName } from "../../result/task-metric.ts";

/** Loss of the task's metric that is worth a finding where no budget is set: one point (dlpu's own choice). */
const METRIC_BUDGET = 0.01;

type Output = MethodResult<"compare">["outputs"][number];

/**
 * What is wrong with a file's answers: whatever the averages say, an answer that never changes is an error. Where the
 * user set a budget, it takes the place of our own limit.
 */
export function fidelityFindings(
  emulated: Emulated,
  graph: Graph,
  task: Task | undefined,
  budgets: Budgets,
): Finding[] {
  const found = [
    ...emulated.comparison.outputs.flatMap((output) => brokenOutput(output, emulated)),
    ...unreadOutputs(emulated.fidelity),
    ...(budgets.metricDrop === undefined ? lostMetric(emulated.fidelity) : []),
    ...lowFidelity(emulated.fidelity, graph, task, budgets),
  ];
  const explained = found.length === 0 ? [] : [...found, ...layerFindings(emulated.layers)];
  return [...explained, ...unscoredCut(emulated)];
}

function brokenOutput(output: Output, emulated: Emulated): Finding[] {
  const { name } = output;
  if (output.hasNan) {
    return [
      finding(
        "DLPU-VAL-001",
        "error",
        name,
        `output ${name} has values that are NaN or infinite`,
        "Look for a division or logarithm of zero in the model, and check the preprocessing.",
      ),
    ];
  }
  return isStuck(output, emulated) ? [stuckOutput(output, emulated)] : [];
}

/** Whether an output says the same to every sample while the float model, where there is one, does not. */
function isStuck(output: Output, { comparison, hasReference }: Emulated): boolean {
  if (comparison.samples < 2) return false;
  if (hasReference && output.referenceIsEqualAcrossSamples) return false;
  return output.isConstant || output.isEqualAcrossSamples;
}

/**
 * A stuck output is an error, but for noise that may well have one answer: there it is one only where the float model
 * moves by more than a step of the output's quantization.
 */
function stuckOutput(output: Output, emulated: Emulated): Finding {
  const { name, isConstant } = output;
  const { fidelity, hasReference, comparison } = emulated;
  const missed = hasReference && output.maxAbsError > (emulated.outputScales[output.name] ?? 0);
  const certain = missed || fidelity.data.kind !== "synthetic";
  const what = isConstant ? "one value everywhere" : "the same answer to every sample";
  const but = hasReference ? "; the float model does not" : "";
  return finding(
    "AX-Q-009",
    certain ? "error" : "warning",
    name,
    `output ${name} gives ${what}, over ${countOf(comparison.samples, `${fidelity.data.kind} sample`)}${but}`,
    "Quantize per channel where the soc takes it (`precision: int8-per-channel` under targets in dlpu.yml), calibrate on real images, or train with quantization in mind (QAT).",
  );
}

/** A float model that is right about next to nothing gives no measure of its file. */
function unreadOutputs({ metrics: [metric] }: Fidelity): Finding[] {
  if (metric?.float == null || !isNextToNothing(metric)) return [];
  const { name, float, samples } = metric;
  return [
    finding(
      "DLPU-TASK-001",
      "warning",
      "accuracy",
      `${name} of the float model itself is ${renderPercent(float.value)} on ${countOf(samples, "labelled sample")}`,
      `${READ_AGAIN[name]} Check too that \`preprocess\` in dlpu.yml is that of training.`,
    ),
  ];
}

const CLASSIFIER =
  "Check that the labels count classes from 0 in the order of the scores, as `classes` in dlpu.yml does.";
const DETECTOR =
  "Check the decoder under `task` in dlpu.yml with its settings, such as form, order, coordinates, anchors and activation, that labelled boxes are in pixels of their picture, and that `classes` lists names in the order of the scores.";

/** What to look at first, by the measure. */
const READ_AGAIN: Readonly<Record<MetricName, string>> = {
  "top-1": CLASSIFIER,
  "top-5": CLASSIFIER,
  "mAP@[.5:.95]": DETECTOR,
  "mAP@.5": DETECTOR,
  "mean IoU":
    "Check that the masks count classes as the model does, and classes, ignore and threshold under `task` in dlpu.yml.",
};

/** A file that is cut may lack what the labels are about; its other numbers stand. */
function unscoredCut({ unscored }: Emulated): Finding[] {
  if (unscored === null) return [];
  return [
    finding(
      "DLPU-TASK-002",
      "warning",
      "accuracy",
      `the labels cannot judge the file, which ends where \`cut\` says: ${unscored.why}`,
      unscored.remedy,
    ),
  ];
}

function lostMetric({ metrics: [metric], data }: Fidelity): Finding[] {
  if (metric?.float == null || metric.drop === null || data.kind !== "evaluation") return [];
  const { name, float, final, drop, samples } = metric;
  if (drop.value <= METRIC_BUDGET) return [];
  return [
    finding(
      "AX-VAL-001",
      // Mean average precision counts shifts of a pixel, which only the application can weigh: budgets decide there.
      name === "top-1" ? "error" : "warning",
      "accuracy",
      `${name} fell from ${renderPercent(float.value)} to ${renderPercent(final.value)} on ${countOf(samples, "labelled sample")}, by ${renderLoss(drop)}, more than ${renderPercent(METRIC_BUDGET)}`,
      "Give more and better calibration images; where the soc allows it choose int8-per-channel; else train with quantization in mind (QAT), or set budgets.metricDrop to what the application can bear.",
    ),
  ];
}

function finding(
  code: string,
  severity: Severity,
  name: string,
  evidence: string,
  remedy: string,
): Finding {
  return { code, severity, subject: { name }, evidence, remedy, source: "measured by dlpu" };
}
