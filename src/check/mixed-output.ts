import type { GraphIndex } from "../graph/graph-index.ts";
import type { Graph, Operator, Tensor } from "../graph/graph.ts";
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

/**
 * Finds the outputs of a quantized graph in which a join (CONCATENATION, PACK) gives up the precision of a part.
 *
 * The range of a part is the one measured, else what its own scale holds; scores of LOGISTIC and SOFTMAX reach from 0
 * to 1 whatever was measured. A part that is constant is not looked at.
 */
export function findMixedOutputs(graph: Graph, measured: TensorRanges): readonly MixedOutput[] {
  const { subgraph, index } = contextOf(graph);
  const join = new Joins(index, measured);
  return subgraph.outputs.flatMap((output) => join.judge(output) ?? []);
}

/** The tensor that an output is only a copy of, in another type or at another scale. */
export function withoutConversions(output: Tensor, graph: Graph): Tensor {
  return beforeConversion(output, contextOf(graph).index);
}

function beforeConversion(tensor: Tensor, index: GraphIndex): Tensor {
  const producer = index.producerOf(tensor);
  const [first] = producer?.inputs ?? [];
  if (first === undefined || !CONVERSIONS.has(producer?.name ?? "")) return tensor;
  return beforeConversion(first, index);
}

class Joins {
  readonly #index: GraphIndex;
  readonly #measured: TensorRanges;

  constructor(index: GraphIndex, measured: TensorRanges) {
    this.#index = index;
    this.#measured = measured;
  }

  judge(output: Tensor): MixedOutput | undefined {
    const held = quantizedRange(output);
    if (held === undefined || this.#joinBehind(output) === undefined) return undefined;
    const scale = spanOf(held) / 255;
    const parts = this.#parts(output);
    const ranged = this.#ranged(parts);
    const worst = smallest(ranged);
    if (worst === undefined || parts.length < 2) return undefined;
    const steps = spanOf(worst.range) / scale;
    if (steps >= FEW_STEPS) return undefined;
    return { output, scale, parts, ranged, worst, steps };
  }

  /** The tensor itself, or what is joined into it where that mixes ranges. */
  #parts(tensor: Tensor): readonly Tensor[] {
    const join = this.#joinBehind(tensor);
    if (join === undefined) return [this.#beforeConversion(tensor)];
    const ranged = this.#ranged(this.#leaves(join));
    const spans = ranged.map(({ range }) => spanOf(range));
    if (Math.min(...spans) >= (Math.max(...spans) * FEW_STEPS) / 255)
      return [this.#beforeConversion(tensor)];
    return inputsOf(join).flatMap((input) => this.#parts(input));
  }

  /** Everything that is joined, joins of joins included. */
  #leaves(join: Operator): readonly Tensor[] {
    return inputsOf(join).flatMap((input) => {
      const inner = this.#joinBehind(input);
      return inner === undefined ? [this.#beforeConversion(input)] : this.#leaves(inner);
    });
  }

  #ranged(tensors: readonly Tensor[]): readonly RangedTensor[] {
    return tensors.flatMap((tensor) => {
      const range = this.#rangeOf(tensor);
      return range === undefined || spanOf(range) === 0 ? [] : [{ tensor, range }];
    });
  }

  #rangeOf(tensor: Tensor): TensorRange | undefined {
    if (tensor.data !== undefined) return undefined;
    if (SCORES.has(this.#source(tensor, UNCHANGED)?.name ?? "")) return { min: 0, max: 1 };
    return this.#measured.get(tensor.name) ?? quantizedRange(tensor);
  }

  /** The join that a tensor comes from, through operators that keep its values. */
  #joinBehind(tensor: Tensor): Operator | undefined {
    const source = this.#source(tensor, UNCHANGED);
    return source !== undefined && JOINS.has(source.name) ? source : undefined;
  }

  /** The first operator before a tensor that is none of `passed`. */
  #source(tensor: Tensor, passed: ReadonlySet<string>): Operator | undefined {
    const producer = this.#index.producerOf(tensor);
    const [first] = producer?.inputs ?? [];
    if (producer === undefined || first === undefined || !passed.has(producer.name)) {
      return producer;
    }
    return this.#source(first, passed);
  }

  /** A join's operand is often only a copy at the join's scale. */
  #beforeConversion(tensor: Tensor): Tensor {
    return beforeConversion(tensor, this.#index);
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

function smallest(ranged: readonly RangedTensor[]): RangedTensor | undefined {
  return [...ranged].sort((a, b) => spanOf(a.range) - spanOf(b.range))[0];
}
