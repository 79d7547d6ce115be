import type { Graph, Tensor } from "../graph/graph.ts";
import type { GraphIndex } from "../graph/graph-index.ts";
import { CONVERSIONS, FEW_STEPS } from "./mixed-output.ts";
import { contextOf } from "./operator-table.ts";

/** An output whose first channels and whose last ones need very different scales, such as boxes and scores. */
export interface MixedChannels {
  /** Names of what the layer that makes the channels computes, before and after conversions. */
  readonly names: readonly string[];
  readonly channels: number;
  /** The first channel of the second part. */
  readonly border: number;
  /** The largest span of each part's channels, in order. */
  readonly spans: readonly [number, number];
  /** How many steps the quiet part's largest span takes, of 256. */
  readonly steps: number;
}

/**
 * Finds the border between loud and quiet channels of an output that one convolution or dense layer makes.
 *
 * @param spans by channel, how much a scale must hold for it.
 * @param scale the output's one step.
 * @returns `undefined` where loud and quiet channels alternate or fade into each other, or all have steps enough.
 */
export function findMixedChannels(
  graph: Graph,
  output: Tensor,
  spans: readonly number[],
  scale: number,
): MixedChannels | undefined {
  const names = findLayerNames(output, contextOf(graph).index, []);
  if (names === undefined || output.shape?.at(-1) !== spans.length) return undefined;
  const borders = spans.slice(1).map((_, place) => judgeBorder(spans, place + 1));
  const clearest = borders.sort((a, b) => b.gap - a.gap)[0];
  if (clearest === undefined || clearest.gap < CLEAR_GAP) return undefined;
  const { border, parts } = clearest;
  const quiet = Math.min(...parts);
  const steps = quiet / scale;
  if (quiet === 0 || steps >= FEW_STEPS) return undefined;
  return { names, channels: spans.length, border, spans: parts, steps };
}

/** With less between them, channels rather fade than fall into two parts (our threshold). */
const CLEAR_GAP = 4;

/** `gap` is how many times the quietest of the loud channels is wider than the loudest of the quiet ones. */
function judgeBorder(spans: readonly number[], border: number) {
  const [first, last] = [spans.slice(0, border), spans.slice(border)];
  const parts = [Math.max(...first), Math.max(...last)] as const;
  const gap = Math.max(Math.min(...first) / parts[1], Math.min(...last) / parts[0]);
  return { border, parts, gap };
}

/** Names of the result of the layer that an output's channels come from, through operators that keep them. */
function findLayerNames(
  tensor: Tensor,
  index: GraphIndex,
  after: readonly string[],
): readonly string[] | undefined {
  const producer = index.producerOf(tensor);
  const [source] = producer?.inputs ?? [];
  if (producer === undefined || source === undefined) return undefined;
  const names = [tensor.name, ...after];
  if (LAYERS.has(producer.name)) return names;
  if (CONVERSIONS.has(producer.name)) return findLayerNames(source, index, names);
  const keeps = producer.name === "RESHAPE" && source.shape?.at(-1) === tensor.shape?.at(-1);
  return keeps ? findLayerNames(source, index, []) : undefined;
}

const LAYERS: ReadonlySet<string> = new Set(["CONV_2D", "FULLY_CONNECTED"]);
