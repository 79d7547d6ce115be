import { join } from "node:path";
import type { MethodResult } from "../../worker/method-results.ts";
import { wilsonInterval } from "../../result/confidence.ts";
import type { Accuracy, Fidelity } from "../../result/fidelity.ts";
import { measureSpread } from "./kernel-spread.ts";
import type { LayerComparison, Twinned } from "./layer-errors.ts";
import { measureLayers } from "./layer-errors.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { mergeSteps, runStep } from "../step/run-step.ts";
import type { Run, Runnable } from "./run-model.ts";
import { runFast } from "./run-model.ts";
import { showChangedAnswers } from "./changed-answers.ts";
import { scoreTask, type Unscored } from "./score.ts";
import type { Ranking } from "../import/ranking-outputs.ts";
import type { Samples } from "../samples/samples.ts";
import type { TaskMetric } from "../../result/task-metric.ts";

/** What emulation says of a file. */
export interface Emulated extends LayerComparison {
  readonly fidelity: Fidelity;
  /** Whether there was a float model to compare with. */
  readonly hasReference: boolean;
  /** The comparison as measured, for the rules that judge it; with itself where there is no float model. */
  readonly comparison: MethodResult<"compare">;
  /** One step of each quantized output, by name. */
  readonly outputScales: Readonly<Record<string, number>>;
  readonly unscored: Unscored | null;
}

/**
 * Runs the final file and compares it with the float model's run.
 *
 * `reference` is `undefined` where there is no float model: then only the final outputs themselves are looked at.
 */
export async function emulate(
  work: ModelWork,
  file: Runnable & Twinned & Ranking,
  reference: Run | undefined,
  samples: Samples,
  folder: string,
): Promise<Product<Emulated>> {
  const final = await runFast(work, file, samples, join(folder, "fast"));
  const compared = await compare(work, reference ?? final.value, final.value);
  const scored = await scoreTask(work, file, { reference, final: final.value }, samples);
  const spread =
    file.axisOrders === null
      ? await measureSpread(work, file, final.value, samples, folder)
      : undefined;
  const runs = reference && { reference, final: final.value };
  const layers = runs && (await measureLayers(work, file, runs, samples));
  const changed = runs && (await showChangedAnswers(work, file, runs, samples));
  const comparison = compared.value;
  const outputScales = Object.fromEntries(
    final.value.report.outputs.map(({ name, scale }) => [name, scale ?? 0]),
  );
  const top1Agreement = reference === undefined ? null : lowestAgreement(comparison, file);
  const fidelity: Fidelity = {
    origin: "measured",
    data: { kind: samples.kind, samples: comparison.samples, sha256: samples.sha256 },
    outputs: reference === undefined ? [] : comparison.outputs.map(outputFidelity),
    top1Agreement,
    accuracy: accuracyOf(scored.metrics),
    emulation: { kernels: final.value.kernels, spread: spread?.value ?? null },
    top1AgreementInterval:
      top1Agreement === null ? null : wilsonInterval(top1Agreement, comparison.samples),
    metrics: scored.metrics,
    changedAnswers: changed?.value ?? [],
  };
  const more = [spread, layers, changed].flatMap((part) => part?.step ?? []);
  return {
    value: {
      fidelity,
      ...(layers?.value ?? { layers: null }),
      hasReference: reference !== undefined,
      comparison,
      outputScales,
      unscored: scored.unscored,
    },
    step: mergeSteps("verify", [final.step, compared.step, ...scored.steps, ...more]),
  };
}

async function compare(
  work: ModelWork,
  reference: Run,
  final: Run,
): Promise<Product<MethodResult<"compare">>> {
  return await runStep(
    work,
    {
      name: "verify",
      environment: "core",
      method: "compare",
      params: {
        referenceDir: reference.folder,
        candidateDir: final.folder,
        candidateOutputs: final.report.outputs,
      },
    },
    () => [],
  );
}

function outputFidelity(
  output: MethodResult<"compare">["outputs"][number],
): Fidelity["outputs"][number] {
  const { name, sqnrDb, cosine, maxAbsError, saturationShare } = output;
  const equal = maxAbsError === 0 && !output.hasNan;
  return { name, sqnrDb, cosine, maxAbsError, saturation: saturationShare, equal };
}

/** Of a model that was cut, only by outputs that still rank its classes: features look like scores, and are none. */
function lowestAgreement(
  { outputs }: MethodResult<"compare">,
  { ranking }: Ranking,
): number | null {
  const ranked = outputs.filter((_, position) => ranking?.includes(position) ?? true);
  const agreements = ranked.flatMap(({ top1Agreement }) => top1Agreement ?? []);
  return agreements.length === 0 ? null : Math.min(...agreements);
}

/** Top-1 in short. */
function accuracyOf(metrics: readonly TaskMetric[]): Accuracy | null {
  const top1 = metrics.find(({ name }) => name === "top-1");
  if (top1 === undefined) return null;
  return { float: top1.float?.value ?? null, final: top1.final.value, samples: top1.samples };
}
