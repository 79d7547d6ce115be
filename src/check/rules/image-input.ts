import type { Graph, Tensor } from "../../graph/graph.ts";
import { staticShape } from "../../graph/tensor-shape.ts";
import { contextOf } from "../operator-table.ts";
import { isDetectionPostprocess } from "./format.ts";

/** Whether the tensor has the form of an NHWC image: four dimensions, one, three or four channels. */
export function isTfliteImage(tensor: Tensor): boolean {
  const { shape } = tensor;
  return shape?.length === 4 && [1, 3, 4].includes(Number(shape[3]));
}

/** Fewer candidates than this are a classifier's or regressor's output. */
const MIN_CANDIDATES = 100;
/** Candidates outnumber what is said of each; a segmentation map is about as high as wide. */
const MIN_RATIO = 4;

/**
 * Whether the outputs have the form of an object detector's: SSD post-processing, or one row (or column) of box and
 * scores for each of at least a hundred candidates, as `1×25200×85` or `1×84×8400`.
 */
export function looksLikeDetector(graph: Graph): boolean {
  const { subgraph } = contextOf(graph);
  return (
    subgraph.operators.some(isDetectionPostprocess) || subgraph.outputs.some(isListOfCandidates)
  );
}

function isListOfCandidates(tensor: Tensor): boolean {
  const shape = staticShape(tensor) ?? [];
  const [smaller = 0, larger = 0] = shape.slice(1).sort((a, b) => a - b);
  return (
    shape.length === 3 && smaller >= 4 && larger >= Math.max(MIN_CANDIDATES, MIN_RATIO * smaller)
  );
}
