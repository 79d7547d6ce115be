import type { ChangedAnswer } from "../../result/changed-answer.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import { findScoringLabels } from "../samples/scoring-labels.ts";
import type { Samples } from "../samples/samples.ts";
import type { Run } from "./run-model.ts";
import type { Ranking } from "../import/ranking-outputs.ts";

/** A few pictures that the two classifiers disagree on, right answers that got lost first; `undefined` without labelled pictures. */
export async function showChangedAnswers(
  work: ModelWork,
  { ranking }: Ranking,
  runs: { readonly reference: Run; readonly final: Run },
  samples: Samples,
): Promise<Product<readonly ChangedAnswer[]> | undefined> {
  if (ranking?.length === 0) return undefined;
  const given = work.model.evaluation?.labels;
  const labels = findScoringLabels(work.model, samples);
  if (given?.kind !== "classes" || labels?.kind !== "classes") return undefined;
  const { value, step } = await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "changed_answers",
      params: {
        referenceDir: runs.reference.folder,
        candidateDir: runs.final.folder,
        outputs: ranking,
        labels: labels.classes,
        pictures: samples.report.images.map(({ file }) => file),
      },
    },
    () => [],
  );
  const nameOf = (index: number): string | null => given.names?.[index] ?? null;
  const answers = value.changed.map(({ reference, candidate, ...shown }) => ({
    ...shown,
    float: reference,
    final: candidate,
    labelName: nameOf(shown.label),
    floatName: nameOf(reference),
    finalName: nameOf(candidate),
  }));
  return { value: answers, step };
}
