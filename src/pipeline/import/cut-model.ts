import { join } from "node:path";
import { findNearest } from "../../words/nearest.ts";
import { UserError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { loadGraph } from "../../io/model-file.ts";
import { withoutSlice } from "./channel-slice.ts";
import type { FloatTflite } from "./import-model.ts";
import { importModel } from "./import-model.ts";
import type { ModelSource } from "./load-source.ts";
import type { ModelWork } from "../step/model-work.ts";
import type { Product } from "../step/run-step.ts";
import { mergeSteps, runStep } from "../step/run-step.ts";
import { rankingOutputs } from "./ranking-outputs.ts";
import { replacedOutputs } from "./replaced-output.ts";
import { countOf } from "../../words/numbers.ts";

/**
 * The float model that ends at the named tensors.
 *
 * Names are those of the source file where that is ONNX and has them all; else those of its float `.tflite`, whose
 * layers can be ended at some of their channels too: `head[0:4]`.
 *
 * @throws UserError for a name that neither has.
 */
export async function importCut(
  work: ModelWork,
  source: ModelSource,
  whole: () => Promise<Product<FloatTflite>>,
  cutAt: readonly string[],
): Promise<Product<FloatTflite>> {
  const original = source.kind === "onnx" ? await loadGraph(work.model.path) : undefined;
  if (original !== undefined && findUnknown(original, cutAt).length === 0) {
    const { value, step } = await importModel(work, source, cutAt);
    return { value: { ...value, ...consequencesOf(original, cutAt) }, step };
  }
  const { value, step } = await whole();
  const converted = await loadGraph(value.tflitePath);
  const unknown = findUnknown(converted, findUnknown(converted, cutAt).map(withoutSlice));
  if (unknown.length > 0) throw unknownTensors(work, unknown, [converted, original]);
  return await cutTflite(work, { value, step }, converted, cutAt);
}

async function cutTflite(
  work: ModelWork,
  { value: float, step }: Product<FloatTflite>,
  graph: Graph,
  cutAt: readonly string[],
): Promise<Product<FloatTflite>> {
  const outPath = join(work.folder, "cut.tflite");
  const { value, step: cutting } = await runStep(
    work,
    {
      name: "import",
      environment: "core",
      method: "cut",
      params: { tflitePath: float.tflitePath, cutAt, outPath },
    },
    ({ removed }) => [`ends at ${cutAt.join(", ")}: ${countOf(removed, "operator")} cut off`],
  );
  const cut: FloatTflite = {
    ...float,
    tflitePath: outPath,
    // An ONNX form is exported from the cut one, for its names are not those of the source.
    onnxPath: undefined,
    axisOrders: {
      inputs: float.axisOrders.inputs,
      outputs: value.outputs.map(({ shape }) => shape.map((_, axis) => axis)),
    },
    ...consequencesOf(graph, cutAt),
  };
  return { value: cut, step: mergeSteps("import", [step, cutting]) };
}

/** What a cut of the graph means for the model's own outputs. */
function consequencesOf(
  graph: Graph,
  cutAt: readonly string[],
): Pick<FloatTflite, "replaced" | "ranking"> {
  return { replaced: replacedOutputs(graph, cutAt), ranking: rankingOutputs(graph, cutAt) };
}

function findUnknown(graph: Graph, names: readonly string[]): string[] {
  const known = computedNames(graph);
  return names.filter((name) => !known.has(name));
}

function computedNames({ subgraphs }: Graph): ReadonlySet<string> {
  const outputs = (subgraphs[0]?.operators ?? []).flatMap((operator) => operator.outputs);
  return new Set(outputs.flatMap((tensor) => tensor?.name ?? []));
}

function unknownTensors(
  { model }: ModelWork,
  unknown: readonly string[],
  graphs: readonly (Graph | undefined)[],
): UserError {
  const known = graphs.flatMap((graph) => (graph === undefined ? [] : [...computedNames(graph)]));
  const named = unknown.map((name) => {
    const nearest = findNearest(name, known);
    return nearest === undefined ? `"${name}"` : `"${name}" (did you mean "${nearest}"?)`;
  });
  return new UserError(
    `${model.shownPath} computes no tensor named ${named.join(", ")}, at which \`cut\` is to end it`,
    `Name tensors that operators compute, such as ${lastNames(graphs)}; \`dlpu inspect --json\` lists them all.`,
    { code: "DLPU-CUT-UNKNOWN" },
  );
}

/** What the last operators compute, as that is where models are cut. */
function lastNames(graphs: readonly (Graph | undefined)[]): string {
  const graph = graphs.findLast((one) => one !== undefined);
  const names = graph === undefined ? [] : [...computedNames(graph)];
  return names
    .slice(-4)
    .map((name) => `"${name}"`)
    .join(", ");
}
