import type { Graph, Operator, Tensor } from "../graph/graph.ts";
import { traceOrigins } from "../graph/trace-origins.ts";
import { oncePerObject } from "./once-per-object.ts";
import { contextOf } from "./operator-table.ts";
import { quantizedRange, spanOf, type TensorRange, type TensorRanges } from "./tensor-range.ts";

/** An output that joins tensors of very different ranges under one scale, such as boxes and scores. */
export interface MixedOutput {
  readonly output: Tensor;
  /** The output's one step. */
  readonly scale: number;
  /** What the output could be split into: none mixes ranges itself. In the order of the join. */
  readonly parts: readonly Tensor[];
  /** The parts with their ranges, where known. */
  readonly ranged: readonly RangedTensor[];
  /** The part that the scale does worst by. */
  readonly worst: RangedTensor;
  /** How many steps the worst part's range takes, of 256. */
  readonly steps: number;
}

export interface RangedTensor {
  readonly tensor: Tensor;
  readonly range: TensorRange;
}

/** Fewer steps than this, and a part of an output is told from zero badly: 4 bits. */
export const FEW_STEPS = 16;

/** More outputs than any network has: what one output joins may be all of the graph. */
const MAX_JUDGED_OUTPUTS = 64;

/**
 * Finds the outputs of a quantized graph in which a join (CONCATENATION, PACK) gives up the precision of a part.
 *
 * The range of a part is the one measured, else what its own scale holds; scores of LOGISTIC and SOFTMAX reach from 0
 * to 1 whatever was measured. A part that is constant is not looked at, nor is an output after the 64th.
 */
export function findMixedOutputs(graph: Graph, measured: TensorRanges): readonly MixedOutput[] {
  const joins = new Joins(graph, measured);
  return contextOf(graph)
    .subgraph.outputs.slice(0, MAX_JUDGED_OUTPUTS)
    .flatMap((output) => joins.judge(output) ?? []);
}

/** The tensor that an output is only a copy of, in another type or at another scale. */
export function withoutConversions(output: Tensor, graph: Graph): Tensor {
  return unconvertedOf(graph)(output).tensor;
}

const unconvertedOf = oncePerObject((graph: Graph) =>
  traceOrigins(contextOf(graph).subgraph, CONVERSIONS),
);
const unchangedOf = oncePerObject((graph: Graph) =>
  traceOrigins(contextOf(graph).subgraph, UNCHANGED),
);

/** The narrowest and the widest of what is joined, joins of joins included. */
interface Extent {
  readonly narrowest: number;
  readonly widest: number;
}

const NOTHING: Extent = { narrowest: Infinity, widest: -Infinity };

class Joins {
  readonly #graph: Graph;
  readonly #measured: TensorRanges;
  readonly #extents = new Map<Operator, Extent>();

  constructor(graph: Graph, measured: TensorRanges) {
    this.#graph = graph;
    this.#measured = measured;
    for (const operator of contextOf(graph).subgraph.operators) {
      if (JOINS.has(operator.name)) this.#extents.set(operator, this.#measureJoin(operator));
    }
  }

  judge(output: Tensor): MixedOutput | undefined {
    const held = quantizedRange(output);
    if (held === undefined || this.#joinBehind(output) === undefined) return undefined;
    const scale = spanOf(held) / 255;
    const parts = this.#parts(output);
    const ranged = this.#ranged(parts);
    const worst = narrowest(ranged);
    if (worst === undefined || parts.length < 2) return undefined;
    const steps = spanOf(worst.range) / scale;
    if (steps >= FEW_STEPS) return undefined;
    return { output, scale, parts, ranged, worst, steps };
  }

  /** The tensor itself, or what is joined into it where that mixes ranges; each part once. */
  #parts(output: Tensor): readonly Tensor[] {
    const parts = new Set<Tensor>();
    const seen = new Set<Tensor>();
    const open = [output];
    for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
      if (seen.has(tensor)) continue;
      seen.add(tensor);
      const join = this.#joinBehind(tensor);
      if (join !== undefined && this.#isMixed(join)) {
        for (const input of inputsOf(join).toReversed()) open.push(input);
      } else {
        parts.add(withoutConversions(tensor, this.#graph));
      }
    }
    return [...parts];
  }

  #isMixed(join: Operator): boolean {
    const extent = this.#extents.get(join) ?? NOTHING;
    return extent.narrowest < (extent.widest * FEW_STEPS) / 255;
  }

  /** Joins before this one are measured already. */
  #measureJoin(join: Operator): Extent {
    return inputsOf(join).reduce<Extent>((extent, input) => {
      const own = this.#extentOf(input);
      return {
        narrowest: Math.min(extent.narrowest, own.narrowest),
        widest: Math.max(extent.widest, own.widest),
      };
    }, NOTHING);
  }

  #extentOf(input: Tensor): Extent {
    const inner = this.#joinBehind(input);
    if (inner !== undefined) return this.#extents.get(inner) ?? NOTHING;
    const [ranged] = this.#ranged([withoutConversions(input, this.#graph)]);
    if (ranged === undefined) return NOTHING;
    const span = spanOf(ranged.range);
    return { narrowest: span, widest: span };
  }

  #ranged(tensors: readonly Tensor[]): readonly RangedTensor[] {
    return tensors.flatMap((tensor) => {
      const range = this.#rangeOf(tensor);
      return range === undefined || spanOf(range) === 0 ? [] : [{ tensor, range }];
    });
  }

  #rangeOf(tensor: Tensor): TensorRange | undefined {
    if (tensor.data !== undefined) return undefined;
    if (SCORES.has(this.#source(tensor)?.name ?? "")) return { min: 0, max: 1 };
    return this.#measured.get(tensor.name) ?? quantizedRange(tensor);
  }

  /** The join that a tensor comes from, through operators that keep its values. */
  #joinBehind(tensor: Tensor): Operator | undefined {
    const source = this.#source(tensor);
    return source !== undefined && JOINS.has(source.name) ? source : undefined;
  }

  /** What computed a tensor, seen through operators that keep its values. */
  #source(tensor: Tensor): Operator | undefined {
    return unchangedOf(this.#graph)(tensor).operator;
  }
}

const JOINS: ReadonlySet<string> = new Set(["CONCATENATION", "PACK"]);
const SCORES: ReadonlySet<string> = new Set(["LOGISTIC", "SOFTMAX"]);
export const CONVERSIONS: ReadonlySet<string> = new Set(["QUANTIZE", "DEQUANTIZE"]);
const UNCHANGED: ReadonlySet<string> = new Set([
  ...CONVERSIONS,
  ...["RESHAPE", "TRANSPOSE", "SQUEEZE", "EXPAND_DIMS"],
]);

function inputsOf(join: Operator): readonly Tensor[] {
  return join.inputs.filter((tensor) => tensor !== undefined);
}

function narrowest(ranged: readonly RangedTensor[]): RangedTensor | undefined {
  return [...ranged].sort((a, b) => spanOf(a.range) - spanOf(b.range))[0];
}
