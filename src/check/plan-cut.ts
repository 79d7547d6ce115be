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
  const isNamed = namedIn(measured);
  const tail = findTailToCut(graph, place, isNamed);
  const shortened = tail?.shortened ?? graph;
  const mixed = findMixedOutputs(shortened, measured).filter(({ parts }) => parts.every(isNamed));
  if (tail === undefined && mixed.length === 0) return undefined;
  return { at: cutNames(graph, shortened, mixed), tail, mixed };
}

/** Converters join names of fused operators: only what the float model measured can be named. */
export function namedIn(measured: TensorRanges): (tensor: Tensor) => boolean {
  return ({ name }) => measured.size === 0 || measured.has(name);
}

/** The tensors to cut a graph at: the outputs that are left of it, the mixed ones in their parts. */
export function cutNames(
  graph: Graph,
  shortened: Graph,
  mixed: readonly MixedOutput[],
): readonly string[] {
  const own = new Set(outputsOf(graph));
  const partsByOutput = new Map(mixed.map(({ output, parts }) => [output, parts]));
  const partsOf = (output: Tensor): readonly Tensor[] => {
    const parts = partsByOutput.get(output);
    return parts ?? [own.has(output) ? output : withoutConversions(output, shortened)];
  };
  return [
    ...new Set(
      outputsOf(shortened)
        .flatMap(partsOf)
        .map(({ name }) => name),
    ),
  ];
}

function outputsOf({ subgraphs }: Graph): readonly Tensor[] {
  return subgraphs[0]?.outputs ?? [];
}

/** The setting as it is written under a model in `dlpu.yml`. */
export function cutLine(names: readonly string[]): string {
  return `cut: ${JSON.stringify(names).replaceAll('","', '", "')}`;
}
