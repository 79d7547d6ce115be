import type { Graph, Operator, Tensor } from "../src/graph/graph.ts";

/** A tensor of a hand-built graph: uint8 with one scale unless said otherwise. */
export function tensor(
  name: string,
  shape: Tensor["shape"],
  overrides: Partial<Tensor> = {},
): Tensor {
  return float(name, shape, { dtype: "uint8", quantization: scaled(1 / 255, 0), ...overrides });
}

/** A float tensor, which has no quantization. */
export function float(
  name: string,
  shape: Tensor["shape"],
  overrides: Partial<Tensor> = {},
): Tensor {
  const dtype = "float32";
  return { index: 0, name, dtype, shape, shapeSource: "file", isVariable: false, ...overrides };
}

/** A constant of zeros, int8 with one scale unless said otherwise. */
export function constant(
  name: string,
  shape: readonly number[],
  overrides: Partial<Tensor> = {},
): Tensor {
  const bytes = new Uint8Array(shape.reduce((product, size) => product * size, 1));
  return tensor(name, shape, { dtype: "int8", data: { bytes, external: false }, ...overrides });
}

export function scaled(scale: number, zeroPoint: number): NonNullable<Tensor["quantization"]> {
  return { scales: [scale], zeroPoints: [zeroPoint], axis: 0, min: [], max: [] };
}

/** An operator of a hand-built graph. */
export function operator(
  name: string,
  inputs: readonly (Tensor | undefined)[],
  outputs: readonly (Tensor | undefined)[],
  overrides: Partial<Operator> = {},
): Operator {
  return {
    index: 0,
    name,
    version: 1,
    inputs,
    outputs,
    intermediates: [],
    options: { kind: "None" },
    ...overrides,
  };
}

/** A graph of one subgraph; operators are numbered in the order given. */
export function graphOf(
  operators: readonly Operator[],
  ends: { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] },
  overrides: Partial<Graph> = {},
): Graph {
  const numbered = operators.map((one, index) => ({ ...one, index }));
  const all = [
    ...ends.inputs,
    ...numbered.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
  ];
  const tensors = [...new Set(all)].filter((one) => one !== undefined);
  return {
    format: "tflite",
    fileSizeBytes: 1000,
    formatVersion: 3,
    description: "",
    subgraphs: [{ index: 0, name: "main", tensors, operators: numbered, ...ends }],
    signatures: [],
    metadata: new Map(),
    opsets: [],
    ...overrides,
  };
}

/** A graph of one operator between one input and one output. */
export function singleOperator(one: Operator, overrides: Partial<Graph> = {}): Graph {
  const [input] = one.inputs;
  const [output] = one.outputs;
  return graphOf(
    [one],
    { inputs: input ? [input] : [], outputs: output ? [output] : [] },
    overrides,
  );
}
