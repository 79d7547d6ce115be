import type { Graph, Tensor } from "../graph/graph.ts";
import { type CutTail, findTailToCut, type Place } from "./decode-tail.ts";
import { findMixedOutputs, type MixedOutput, withoutConversions } from "./mixed-output.ts";
import type { TensorRanges } from "./tensor-range.ts";

/** Where a quantized model is better cut, and what for. */
export interface CutPlan {
  /** Names of the tensors that become the model's outputs, in order. */
  readonly at: readonly string[];
  readonly tail: CutTail | undefined;
  readonly mixed: readonly MixedOutput[];
}

/**
 * Plans the cut that leaves to the application what the DLPU does badly: decoding that it has no operators for, and
 * joins of tensors under one scale. `undefined` where the model is best as it is.
 */
export function planCut(graph: Graph, place: Place, measured: TensorRanges): CutPlan | undefined {
  const tail = findTailToCut(graph, place);
  const shortened = tail?.shortened ?? graph;
  const mixed = findMixedOutputs(shortened, measured);
  if (tail === undefined && mixed.length === 0) return undefined;
  return { at: outputNames(shortened, mixed), tail, mixed };
}

/** The outputs with the mixed ones in their parts, by name. */
export function outputNames(graph: Graph, mixed: readonly MixedOutput[]): readonly string[] {
  const partsOf = (output: Tensor): readonly Tensor[] =>
    mixed.find((found) => found.output === output)?.parts ?? [withoutConversions(output, graph)];
  const outputs = graph.subgraphs[0]?.outputs ?? [];
  return [...new Set(outputs.flatMap(partsOf).map(({ name }) => name))];
}

/** The setting as it is written under a model in `dlpu.yml`. */
export function cutLine(names: readonly string[]): string {
  return `cut: ${JSON.stringify(names).replaceAll('","', '", "')}`;
}
