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
  const names = findLayerNames(output, contextOf(graph).index);
  if (names === undefined || output.shape?.at(-1) !== spans.length) return undefined;
  const borders = judgeBorders(spans);
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

interface Border {
  /** The first channel of the second part. */
  readonly border: number;
  readonly parts: readonly [number, number];
  /** How many times the quietest of the loud channels is wider than the loudest of the quiet ones. */
  readonly gap: number;
}

/** Every place where the channels could fall into two parts. */
function judgeBorders(spans: readonly number[]): Border[] {
  const before = runningExtremes(spans);
  const after = runningExtremes(spans.toReversed()).reverse();
  return spans.slice(1).map((_, place) => {
    const [first = NONE, last = NONE] = [before[place], after[place + 1]];
    const gap = Math.max(first.least / last.most, last.least / first.most);
    return { border: place + 1, parts: [first.most, last.most], gap };
  });
}

const NONE = { least: Infinity, most: -Infinity };

/** At each place, the extremes of all values up to it. */
function runningExtremes(values: readonly number[]): (typeof NONE)[] {
  let extremes = NONE;
  return values.map((value) => {
    extremes = { least: Math.min(extremes.least, value), most: Math.max(extremes.most, value) };
    return extremes;
  });
}

/** Names of the result of the layer that an output's channels come from, through operators that keep them. */
function findLayerNames(output: Tensor, index: GraphIndex): readonly string[] | undefined {
  let names: string[] = [];
  let tensor = output;
  for (;;) {
    const producer = index.producerOf(tensor);
    const [source] = producer?.inputs ?? [];
    if (producer === undefined || source === undefined) return undefined;
    names.push(tensor.name);
    if (LAYERS.has(producer.name)) return names.reverse();
    if (!CONVERSIONS.has(producer.name)) {
      if (!keepsChannels(producer.name, source, tensor)) return undefined;
      names = [];
    }
    tensor = source;
  }
}

function keepsChannels(name: string, source: Tensor, result: Tensor): boolean {
  return name === "RESHAPE" && source.shape?.at(-1) === result.shape?.at(-1);
}

const LAYERS: ReadonlySet<string> = new Set(["CONV_2D", "FULLY_CONNECTED"]);
