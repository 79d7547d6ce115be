import { join } from "node:path";
import { findJoinedParts } from "../../check/joined-parts.ts";
import type { ModelConfig } from "../../config/config.ts";
import type { Graph } from "../../graph/graph.ts";
import { loadGraph } from "../../io/model-file.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import { wilsonInterval } from "../../result/confidence.ts";
import type { Accuracy, Fidelity } from "../../result/fidelity.ts";
import { measureSpread } from "./kernel-spread.ts";
import type { Twinned } from "./layer-errors.ts";
import type { LayerComparison } from "../../result/layer-errors.ts";
import { measureLayers } from "./layer-errors.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { mergeSteps, runStep } from "../step/run-step.ts";
import type { Run, Runnable } from "./run-model.ts";
import { runFast } from "./run-model.ts";
import { showChangedAnswers } from "./changed-answers.ts";
import { scoreTask, type Unscored } from "./score.ts";
import { type Ranking, softmaxOutputs } from "../import/ranking-outputs.ts";
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
  const graph = await loadGraph(file.path);
  const compared = await compare(work, graph, reference ?? final.value, final.value);
  const neighbours = reference && (await compareNeighbours(work, reference, final.value));
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
  const top1Agreement =
    reference === undefined
      ? null
      : lowestAgreement(comparison, classScoresOf(work.model, file, graph));
  const fidelity: Fidelity = {
    origin: "measured",
    data: { kind: samples.kind, samples: comparison.samples, sha256: samples.sha256 },
    outputs:
      reference === undefined
        ? []
        : comparison.outputs.map((output, position) =>
            outputFidelity(output, neighbours?.value.agreements[position] ?? null),
          ),
    top1Agreement,
    accuracy: accuracyOf(scored.metrics),
    emulation: { kernels: final.value.kernels, spread: spread?.value ?? null },
    top1AgreementInterval:
      top1Agreement === null ? null : wilsonInterval(top1Agreement, comparison.samples),
    metrics: scored.metrics,
    changedAnswers: changed?.value ?? [],
  };
  const more = [neighbours, spread, layers, changed].flatMap((part) => part?.step ?? []);
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
  graph: Graph,
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
        parts: final.report.outputs.map((_, position) => partsOf(graph, position)),
      },
    },
    () => [],
  );
}

function partsOf(graph: Graph, position: number) {
  const output = graph.subgraphs[0]?.outputs[position];
  return output === undefined ? [] : findJoinedParts(graph, output);
}

/** Only embeddings are there to be compared with one another. */
async function compareNeighbours(
  work: ModelWork,
  reference: Run,
  final: Run,
): Promise<Product<MethodResult<"neighbours">> | undefined> {
  if (work.model.task?.kind !== "embedding") return undefined;
  const params = { referenceDir: reference.folder, candidateDir: final.folder };
  const call = { name: "verify", environment: "core", method: "neighbours", params } as const;
  return await runStep(work, call, () => []);
}

function outputFidelity(
  output: MethodResult<"compare">["outputs"][number],
  neighbourAgreement: number | null,
): Fidelity["outputs"][number] {
  const { name, sqnrDb, cosine, errorToScatter, maxAbsError, saturationShare, parts } = output;
  const equal = maxAbsError === 0 && !output.hasNan;
  const closeness = { sqnrDb, cosine, errorToScatter, neighbourAgreement, maxAbsError };
  return { name, ...closeness, saturation: saturationShare, equal, parts };
}

/**
 * Positions of the outputs that hold one score a class; `null`: those that look so.
 *
 * Features, embeddings and landmarks look like scores, and are none: a vector counts where the task says that there are
 * scores, or a softmax makes them. Of a model that was cut, only what still ranks its classes does.
 */
function classScoresOf(
  { task }: ModelConfig,
  { ranking }: Ranking,
  graph: Graph,
): readonly number[] | null {
  if (task !== undefined) return task.kind === "classification" ? ranking : [];
  const scores = softmaxOutputs(graph);
  return ranking === null ? scores : ranking.filter((position) => scores.includes(position));
}

function lowestAgreement(
  { outputs }: MethodResult<"compare">,
  positions: readonly number[] | null,
): number | null {
  const ranked = outputs.filter((_, position) => positions?.includes(position) ?? true);
  const agreements = ranked.flatMap(({ top1Agreement }) => top1Agreement ?? []);
  return agreements.length === 0 ? null : Math.min(...agreements);
}

/** Top-1 in short. */
function accuracyOf(metrics: readonly TaskMetric[]): Accuracy | null {
  const top1 = metrics.find(({ name }) => name === "top-1");
  if (top1 === undefined) return null;
  return { float: top1.float?.value ?? null, final: top1.final.value, samples: top1.samples };
}
