import type { Task } from "../../result/task.ts";
import { UserError } from "../../errors.ts";
import type { MethodParams } from "../../worker/method-params.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import { pairedDropInterval, wilsonInterval } from "../../result/confidence.ts";
import type { Ranking } from "../import/ranking-outputs.ts";
import type { ModelWork } from "../step/model-work.ts";
import { runStep } from "../step/run-step.ts";
import type { Step } from "../../result/result.ts";
import type { Run } from "./run-model.ts";
import type { Samples } from "../samples/samples.ts";
import { findScoringLabels } from "../samples/scoring-labels.ts";
import { type Estimate, isNextToNothing, type TaskMetric } from "../../result/task-metric.ts";

/** What labels say of a file. */
export interface Scored {
  readonly metrics: readonly TaskMetric[];
  /** `null` where there are metrics, or no labels. */
  readonly unscored: Unscored | null;
  readonly steps: readonly Step[];
}

/** Why labels say nothing of a file that was cut. */
export interface Unscored {
  readonly why: string;
  readonly remedy: string;
}

interface Runs {
  /** `undefined` where there is no float model. */
  readonly reference: Run | undefined;
  readonly final: Run;
}

/**
 * How well the final file and the float model do the model's task; no metrics without labels.
 *
 * @throws UserError where a whole model's outputs or the labels are not what `task` says.
 */
export async function scoreTask(
  work: ModelWork,
  { ranking }: Ranking,
  runs: Runs,
  samples: Samples,
): Promise<Scored> {
  const labels = findScoringLabels(work.model, samples);
  const { task } = work.model;
  if (labels === undefined || task === undefined) return { metrics: [], unscored: null, steps: [] };
  const isClassifier = task.kind === "classification";
  if (isClassifier && ranking?.length === 0) {
    return { metrics: [], unscored: NO_RANKING, steps: [] };
  }
  if (isClassifier || ranking === null) {
    return await scoreOutputs(work, task, ranking, runs, samples, labels);
  }
  return await scoreCut(() => scoreOutputs(work, task, null, runs, samples, labels));
}

/** A cut may leave outputs that `task` does not describe: they cannot be read, or mean nothing read so. */
async function scoreCut(score: () => Promise<Scored>): Promise<Scored> {
  try {
    const scored = await score();
    const [metric] = scored.metrics;
    if (metric === undefined || !isNextToNothing(metric)) return scored;
    const why = `${metric.name} of the float model itself is next to nothing`;
    return { ...scored, metrics: [], unscored: { why, remedy: DESCRIBE_CUT } };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const remedy = `${DESCRIBE_CUT} ${error.remedy}`;
    return { metrics: [], unscored: { why: error.message, remedy }, steps: [] };
  }
}

const NO_RANKING: Unscored = {
  why: "no output ranks the classes",
  remedy: "Add the scores to `cut`, or what their softmax is computed from.",
};

const DESCRIBE_CUT =
  "Add the missing outputs to `cut`, or describe under `task` in dlpu.yml what it leaves: the decoders ssd, yolo-heads and yunet read raw heads.";

/** Whether the outputs are not what `task` says. */
function isUnreadable(error: unknown): error is UserError {
  return error instanceof UserError && UNREADABLE.has(error.code);
}

const UNREADABLE: ReadonlySet<string> = new Set([
  "DLPU-DECODER",
  "DLPU-CLASSES",
  "DLPU-SEGMENTATION",
]);

async function scoreOutputs(
  work: ModelWork,
  task: Task,
  outputs: readonly number[] | null,
  { reference, final }: Runs,
  samples: Samples,
  labels: MethodParams["score"]["labels"],
): Promise<Scored> {
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "score",
      params: {
        task,
        samplesDir: samples.folder,
        resize: work.model.preprocess.resize,
        referenceDir: (reference ?? final).folder,
        candidateDir: final.folder,
        outputs,
        labels,
      },
    },
    () => [],
  );
  const metrics = [...value.shares.map(shareMetric), ...value.resampled.map(resampledMetric)];
  const known = reference === undefined ? metrics.map(withoutFloat) : metrics;
  return { metrics: known, unscored: null, steps: [step] };
}

function shareMetric(share: MethodResult<"score">["shares"][number]): TaskMetric {
  const { name, bothRight, onlyReference, onlyCandidate, bothWrong } = share;
  const samples = bothRight + onlyReference + onlyCandidate + bothWrong;
  const counts = { bothRight, onlyFirst: onlyReference, onlySecond: onlyCandidate, bothWrong };
  const drop = (onlyReference - onlyCandidate) / samples;
  return {
    name,
    float: estimate((bothRight + onlyReference) / samples, samples),
    final: estimate((bothRight + onlyCandidate) / samples, samples),
    drop: { value: drop, interval: pairedDropInterval(counts) },
    samples,
  };
}

function estimate(share: number, samples: number): Estimate {
  return { value: share, interval: wilsonInterval(share, samples) };
}

function resampledMetric(metric: MethodResult<"score">["resampled"][number]): TaskMetric {
  const { name, reference, candidate, samples } = metric;
  return {
    name,
    float: { value: reference, interval: metric.referenceInterval },
    final: { value: candidate, interval: metric.candidateInterval },
    drop: { value: reference - candidate, interval: metric.dropInterval },
    samples,
  };
}

function withoutFloat(metric: TaskMetric): TaskMetric {
  return { ...metric, float: null, drop: null };
}
