import type { MethodResult } from "../../worker/protocol.ts";
import { pairedDropInterval, wilsonInterval } from "./confidence.ts";
import type { ModelWork } from "../model-work.ts";
import type { Product } from "../product.ts";
import { runStep } from "../product.ts";
import type { Run } from "./run-model.ts";
import type { Samples } from "../samples/samples.ts";
import { findScoringLabels } from "../samples/scoring-labels.ts";
import type { Estimate, TaskMetric } from "./task-metric.ts";

/**
 * How well the final file and the float model do the model's task; `undefined` without labels.
 *
 * `reference` is `undefined` where there is no float model.
 */
export async function scoreTask(
  work: ModelWork,
  reference: Run | undefined,
  final: Run,
  samples: Samples,
): Promise<Product<readonly TaskMetric[]> | undefined> {
  const labels = findScoringLabels(work.model, samples);
  if (labels === undefined) return undefined;
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "score",
      params: {
        task: work.model.task,
        samplesDir: samples.folder,
        resize: work.model.preprocess.resize,
        referenceDir: (reference ?? final).folder,
        candidateDir: final.folder,
        labels,
      },
    },
    () => [],
  );
  const metrics = [...value.shares.map(shareMetric), ...value.resampled.map(resampledMetric)];
  return { value: reference === undefined ? metrics.map(withoutFloat) : metrics, step };
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
