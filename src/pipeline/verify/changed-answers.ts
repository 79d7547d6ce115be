import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { runStep } from "../step/run-step.ts";
import { findScoringLabels } from "../samples/scoring-labels.ts";
import type { Samples } from "../samples/samples.ts";
import type { Run } from "./run-model.ts";
import type { Ranking } from "../import/ranking-outputs.ts";

/** A labelled picture that the final file sees as another class than the float model does. */
export interface ChangedAnswer {
  /** The file's name without its folder. */
  readonly picture: string;
  /** Class indices, in the order of the scores. */
  readonly label: number;
  readonly float: number;
  readonly final: number;
  /** At most 40 pixels wide and high; `null` where the file cannot be shown. */
  readonly jpegBase64: string | null;
  /** The same classes in words; `null` where the user listed no name. */
  readonly labelName: string | null;
  readonly floatName: string | null;
  readonly finalName: string | null;
}

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
