import type { Finding, Severity } from "../../result/finding.ts";
import { withoutConversions } from "../../check/mixed-output.ts";
import { contextOf } from "../../check/operator-table.ts";
import type { Budgets } from "../../config/budgets.ts";
import type { Task } from "../../result/task.ts";
import type { Graph } from "../../graph/graph.ts";
import { countOf, renderNumber, renderPercent } from "../../words/numbers.ts";
import type { Fidelity, OutputFidelity, PartFidelity } from "../../result/fidelity.ts";
import { isPast, type Limit, LIMITS } from "../../result/limits.ts";

/**
 * What the measures of a file's task say of it: past the first limit a warning, past the second the file is of no use.
 *
 * Synthetic samples show that a file runs, not how well: no judgement from them. Labels judge the answers themselves, so
 * what is past a limit there is a warning at most. A budget takes the place of our own limit.
 */
export function lowFidelity(
  fidelity: Fidelity,
  graph: Graph,
  task: Task | undefined,
  budgets: Budgets,
): Finding[] {
  if (fidelity.data.kind === "synthetic") return [];
  const found = [
    ...(budgets.top1Agreement === undefined ? lowAgreement(fidelity) : []),
    ...withoutRanked(fidelity.outputs, graph).flatMap((output) => [
      ...(budgets.sqnrDb === undefined ? lowSqnr(output) : []),
      ...output.parts.flatMap((part) => lowPart(output, part)),
      ...(task?.kind === "regression" ? lowRegression(output) : []),
      ...(task?.kind === "embedding" ? lowEmbedding(output) : []),
    ]),
  ];
  return fidelity.metrics.length === 0 ? found : found.map(asWarning);
}

/** Lists that are sorted by score, and positions of the largest value: one swap of two equals moves all of them. */
function withoutRanked(outputs: readonly OutputFidelity[], graph: Graph): OutputFidelity[] {
  const { subgraph, index } = contextOf(graph);
  return outputs.filter((_, position) => {
    const output = subgraph.outputs[position];
    const made = output && index.producerOf(withoutConversions(output, graph));
    return made === undefined || !RANKING.has(made.customName ?? made.name);
  });
}

const RANKING: ReadonlySet<string> = new Set([
  ...["TFLite_Detection_PostProcess", "NON_MAX_SUPPRESSION_V4", "NON_MAX_SUPPRESSION_V5"],
  ...["TOPK_V2", "ARG_MAX", "ARG_MIN"],
]);

function asWarning(finding: Finding): Finding {
  return { ...finding, severity: "warning" };
}

function lowAgreement({ top1Agreement, data, metrics }: Fidelity): Finding[] {
  if (top1Agreement === null || metrics.length > 0) return [];
  return judge(LIMITS.agreement, top1Agreement, {
    code: "DLPU-VAL-002",
    name: "agreement",
    evidence: `the best class agrees with the float model on ${renderPercent(top1Agreement)} of ${countOf(data.samples, "sample")}`,
    write: renderPercent,
    remedy:
      "Give labelled evaluation data to see what it costs; try int8-per-channel where the soc takes it.",
  });
}

const SPLIT_OR_RECALIBRATE =
  "Check that the output does not mix ranges (boxes and scores), and that calibration data is real; try int8-per-channel where the soc takes it.";

function lowSqnr({ name, sqnrDb }: OutputFidelity): Finding[] {
  if (sqnrDb === null) return [];
  return judge(LIMITS.sqnrDb, sqnrDb, {
    code: "DLPU-VAL-003",
    name,
    evidence: `output ${name} is at ${sqnrDb.toFixed(1)} dB SQNR to the float model`,
    remedy: SPLIT_OR_RECALIBRATE,
    write: renderDecibels,
  });
}

/** A small part goes under in the SQNR of the whole. */
function lowPart(output: OutputFidelity, { name, sqnrDb, steps }: PartFidelity): Finding[] {
  const place = `${name}, which is joined into output ${output.name},`;
  const told = { code: "DLPU-VAL-005", name: output.name, remedy: GIVE_OWN_SCALE };
  const fewSteps =
    steps === null || steps === 0
      ? []
      : judge(LIMITS.steps, steps, {
          ...told,
          write: renderNumber,
          evidence: `${place} spans ${renderNumber(steps)} of its 256 steps`,
        });
  if (fewSteps.length > 0 || sqnrDb === null) return fewSteps;
  return judge(LIMITS.sqnrDb, sqnrDb, {
    ...told,
    write: renderDecibels,
    evidence: `${place} is at ${sqnrDb.toFixed(1)} dB SQNR to the float model`,
  });
}

const GIVE_OWN_SCALE =
  "Give what is joined a scale each: `cut: auto` in dlpu.yml under the model ends it before the join, and the application joins the outputs again.";

function lowRegression({ name, errorToScatter }: OutputFidelity): Finding[] {
  if (errorToScatter === null) return [];
  return judge(LIMITS.errorToScatter, errorToScatter, {
    code: "DLPU-VAL-006",
    name,
    write: renderNumber,
    evidence: `the error of output ${name} is ${renderNumber(errorToScatter)} times as large as its values scatter over the samples`,
    remedy:
      "Calibrate on images that cover the whole range of answers; try int8-per-channel where the soc takes it, or train with quantization in mind (QAT).",
  });
}

function lowEmbedding({ name, cosine, neighbourAgreement }: OutputFidelity): Finding[] {
  const told = {
    code: "DLPU-VAL-007",
    name,
    remedy:
      "Calibrate on images of the kind that is compared; try int8-per-channel where the soc takes it, or train with quantization in mind (QAT).",
  };
  const turned =
    cosine === null
      ? []
      : judge(LIMITS.cosine, cosine, {
          ...told,
          write: renderNumber,
          evidence: `output ${name} has a cosine similarity of ${cosine.toFixed(3)} to the float model`,
        });
  if (neighbourAgreement === null) return turned;
  const strange = judge(LIMITS.neighbourAgreement, neighbourAgreement, {
    ...told,
    write: renderPercent,
    evidence: `by output ${name}, ${renderPercent(neighbourAgreement)} of the samples have the float model's nearest other sample`,
  });
  return [...turned, ...strange];
}

function renderDecibels(value: number): string {
  return `${renderNumber(value)} dB`;
}

interface Told {
  readonly code: string;
  readonly name: string;
  /** Without the limit, which is added. */
  readonly evidence: string;
  readonly remedy: string;
  /** How a value and its limit are written. */
  readonly write: (value: number) => string;
}

function judge(limit: Limit, value: number, told: Told): Finding[] {
  const severity = severityOf(limit, value);
  if (severity === undefined) return [];
  const { code, name, evidence, remedy, write } = told;
  const passed = severity === "error" ? limit.unusable : limit.poor;
  const side = limit.better === "high" ? "below" : "above";
  const verdict = severity === "error" ? ", where a file is of no use" : "";
  return [
    {
      code,
      severity,
      subject: { name },
      evidence: `${evidence}, ${side} ${write(passed)}${verdict}`,
      remedy,
      source: "measured by dlpu",
    },
  ];
}

function severityOf(limit: Limit, value: number): Severity | undefined {
  if (isPast(value, limit, limit.unusable)) return "error";
  return isPast(value, limit, limit.poor) ? "warning" : undefined;
}
