import type { Graph, Operator, Subgraph, Tensor } from "../../src/graph/graph.ts";
import type { OperatorOptions } from "../../src/graph/operator-options.ts";

/** What a test says of a tensor; the rest is an int8 activation with one scale. */
export type TensorSketch = Partial<Tensor> & { readonly shape: readonly number[] };

/** What a test says of an operator; versions are 1 and options absent unless given. */
export interface OperatorSketch {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly version?: number;
  readonly customName?: string;
  readonly options?: OperatorOptions;
}

let tensorCount = 0;

/** An activation: computed at run time. */
export function activation(sketch: TensorSketch): Tensor {
  const index = tensorCount++;
  return {
    index,
    name: `tensor ${index}`,
    dtype: "int8",
    shapeSource: "file",
    isVariable: false,
    quantization: { scales: [0.5], zeroPoints: [0], axis: 0, min: [], max: [] },
    ...sketch,
  };
}

/** 8-bit weights, all of the same value. */
export function weights(shape: readonly number[], value = 1): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return activation({
    shape,
    data: { bytes: new Uint8Array(length).fill(value), external: false },
  });
}

/** A list of 32-bit integers, as shapes, axes and paddings are stored. */
export function integers(...values: readonly number[]): Tensor {
  const bytes = new Uint8Array(new Int32Array(values).buffer);
  const index = tensorCount++;
  return {
    index,
    name: `integers ${index}`,
    dtype: "int32",
    shape: [values.length],
    shapeSource: "file",
    isVariable: false,
    data: { bytes, external: false },
  };
}

/** The tensor with other features. */
export function like(tensor: Tensor, changes: Partial<Tensor>): Tensor {
  return { ...tensor, index: tensorCount++, ...changes };
}

/** A model of these operators, in this order; `bodies` are further subgraphs. */
export function model(
  sketches: readonly OperatorSketch[],
  bodies: readonly Subgraph[] = [],
): Graph {
  const operators = sketches.map(toOperator);
  const written = new Set(operators.flatMap(({ outputs }) => outputs));
  const read = new Set(operators.flatMap(({ inputs }) => inputs));
  const main: Subgraph = {
    index: 0,
    name: "main",
    tensors: present([...read, ...written]),
    inputs: present([...read]).filter((tensor) => !written.has(tensor) && !tensor.data),
    outputs: present([...written]).filter((tensor) => !read.has(tensor)),
    operators,
  };
  return {
    format: "tflite",
    fileSizeBytes: 1000,
    formatVersion: 3,
    description: "",
    subgraphs: [main, ...bodies],
    signatures: [],
    metadata: new Map(),
    opsets: [],
  };
}

function toOperator(sketch: OperatorSketch, index: number): Operator {
  const { options = { kind: "None" }, ...rest } = sketch;
  return { version: 1, intermediates: [], options, ...rest, index };
}

function present(tensors: readonly (Tensor | undefined)[]): readonly Tensor[] {
  return tensors.filter((tensor) => tensor !== undefined);
}

/** A 1×1 convolution of `input` into `channels`. */
export function convolution(
  input: Tensor,
  channels: number,
  filterChannels = Number(input.shape?.at(-1)),
): OperatorSketch {
  const [, height = 1, width = 1] = (input.shape ?? []).map(Number);
  return {
    name: "CONV_2D",
    inputs: [input, weights([channels, 1, 1, filterChannels])],
    outputs: [activation({ shape: [1, height, width, channels], dtype: input.dtype })],
  };
}

/** An operator that keeps its input's shape and type. */
export function elementwise(
  name: string,
  ...inputs: readonly [Tensor, ...Tensor[]]
): OperatorSketch {
  const [{ shape, dtype }] = inputs;
  return { name, inputs, outputs: [activation({ shape: (shape ?? []).map(Number), dtype })] };
}

/** The operator's first output. */
export function outputOf({ name, outputs: [output] }: OperatorSketch): Tensor {
  if (output === undefined) throw new RangeError(`${name} has no output.`);
  return output;
}
