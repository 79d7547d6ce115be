import type { ModelConfig } from "../config/config.ts";
import type { MethodResult } from "../worker/protocol.ts";
import { pairedDropInterval, wilsonInterval } from "./confidence.ts";
import type { ModelWork } from "./model-work.ts";
import type { Product } from "./product.ts";
import { runStep } from "./product.ts";
import type { Run } from "./run-model.ts";
import type { Samples } from "./samples.ts";
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
  const labels = labelsOf(work.model, samples);
  if (labels === undefined) return undefined;
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "score",
      params: {
        referenceDir: (reference ?? final).folder,
        candidateDir: final.folder,
        labels,
      },
    },
    () => [],
  );
  const metrics = value.shares.map(metricOf);
  return { value: reference === undefined ? metrics.map(withoutFloat) : metrics, step };
}

/** The class of each sample, when every sample has one. */
function labelsOf(model: ModelConfig, samples: Samples): number[] | undefined {
  const labels = model.evaluation?.labels;
  if (labels === undefined || samples.kind !== "evaluation") return undefined;
  const found = samples.report.images.flatMap(({ file }) => labels.get(file) ?? []);
  return found.length === samples.report.used ? found : undefined;
}

function metricOf(share: MethodResult<"score">["shares"][number]): TaskMetric {
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

function withoutFloat(metric: TaskMetric): TaskMetric {
  return { ...metric, float: null, drop: null };
}
