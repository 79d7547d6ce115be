import type { Graph, Tensor } from "../../graph/graph.ts";
import { contextOf } from "../operator-table.ts";
import { isDetectionPostprocess } from "./format.ts";

/** An input that has the form of an image: four dimensions, one, three or four channels. */
export interface ImageForm {
  readonly layout: "NHWC" | "NCHW";
  /** `undefined` where the size may change at run time. */
  readonly height: number | undefined;
  readonly width: number | undefined;
}

/** The layout that images have in a file of this format. */
export function usualLayout({ format }: Graph): ImageForm["layout"] {
  return format === "onnx" ? "NCHW" : "NHWC";
}

/**
 * The image that a tensor can hold, whatever its batch; `undefined` if it can hold none.
 *
 * Where the channels may stand on either side, the usual layout is taken.
 */
export function findImage(tensor: Tensor, usual: ImageForm["layout"]): ImageForm | undefined {
  const sizes = fixedSizes(tensor);
  if (sizes.length !== 4) return undefined;
  const other = usual === "NHWC" ? "NCHW" : "NHWC";
  const form = CHANNEL_COUNTS.has(sizes[CHANNEL_AXES[usual]]) ? usual : other;
  if (!CHANNEL_COUNTS.has(sizes[CHANNEL_AXES[form]])) return undefined;
  const [height, width] = form === "NHWC" ? sizes.slice(1, 3) : sizes.slice(2, 4);
  // A vector of features, such as 1×1×1×1001, is no image with its channels on the unusual side.
  const isTiny = (height ?? Infinity) <= 4 || (width ?? Infinity) <= 4;
  return form === other && isTiny ? undefined : { layout: form, height, width };
}

const CHANNEL_AXES = { NHWC: 3, NCHW: 1 } as const;
const CHANNEL_COUNTS: ReadonlySet<number | undefined> = new Set([1, 3, 4]);

/** By axis the sizes that never change; TFLite stores some size even for those that may. */
function fixedSizes({ shape = [], shapeSignature = [] }: Tensor): readonly (number | undefined)[] {
  return shape.map((size, axis) => {
    const isFixed = typeof size === "number" && size > 0 && (shapeSignature[axis] ?? 0) >= 0;
    return isFixed ? size : undefined;
  });
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
  const [, rows, columns, ...more] = fixedSizes(tensor);
  if (rows === undefined || columns === undefined || more.length > 0) return false;
  const [smaller, larger] = [Math.min(rows, columns), Math.max(rows, columns)];
  return smaller >= 4 && larger >= Math.max(MIN_CANDIDATES, MIN_RATIO * smaller);
}
