import type { Graph, Operator, Tensor } from "../src/graph/graph.ts";
import { constant, graphOf, operator, scaled, tensor } from "./graph-builder.ts";

/** A graph of about so many operators, of a form that quadratic or exponential work shows on. */
export type LargeGraph = (operatorCount: number) => Graph;

/** Forms in which networks, or attacks, are large. */
export const LARGE_GRAPHS: Readonly<Record<string, LargeGraph>> = {
  "a chain of activations": (count) => chain(count, "RELU"),
  "a chain of conversions": (count) => chain(count, "QUANTIZE"),
  "a chain of reshapes": (count) => chain(count, "RESHAPE"),
  "a tail that no DLPU takes": (count) => afterConvolution(count, "TOPK_V2"),
  "a tail of one kind": (count) => afterConvolution(count, "RELU"),
  "a wide fan-out with as many outputs": wideFanOut,
  "products that read one long chain": productsOfChain,
  "a DenseNet of joins": densely,
  "joins of a tensor with itself": doubling,
};

const SHAPE = [1, 8, 8, 16];

function map(name: string, scale = 1 / 255): Tensor {
  return tensor(name, SHAPE, { quantization: scaled(scale, 0) });
}

function chain(count: number, kind: string): Graph {
  const maps = Array.from({ length: count + 1 }, (_, index) => map(`t${index}`));
  return linked(maps, (input, output) => operator(kind, [input], [output]));
}

/** Operators one behind the other, from the first map to the last. */
function linked(
  maps: readonly Tensor[],
  make: (input: Tensor | undefined, output: Tensor) => Operator,
): Graph {
  const operators = maps.slice(1).map((output, index) => make(maps[index], output));
  return graphOf(operators, { inputs: maps.slice(0, 1), outputs: maps.slice(-1) });
}

function convolution(input: Tensor | undefined, output: Tensor): Operator {
  return operator("CONV_2D", [input, constant("w", [16, 1, 1, 16])], [output]);
}

function afterConvolution(count: number, kind: string): Graph {
  const maps = Array.from({ length: count + 1 }, (_, index) => map(`t${index}`));
  return linked(maps, (input, output) =>
    input === maps[0] ? convolution(input, output) : operator(kind, [input], [output]),
  );
}

function wideFanOut(count: number): Graph {
  const [input, features] = [map("in"), map("features")];
  const outputs = Array.from({ length: count - 1 }, (_, index) => map(`out${index}`));
  const readers = outputs.map((output, index) =>
    operator(index % 2 === 0 ? "QUANTIZE" : "TOPK_V2", [features], [output]),
  );
  return graphOf([convolution(input, features), ...readers], { inputs: [input], outputs });
}

function productsOfChain(count: number): Graph {
  const half = Math.floor(count / 2);
  const maps = Array.from({ length: half + 1 }, (_, index) => map(`t${index}`));
  const reshapes = maps.slice(1).map((output, i) => operator("RESHAPE", [maps[i]], [output]));
  const outputs = Array.from({ length: half }, (_, index) => map(`out${index}`));
  const last = maps.at(-1);
  const products = outputs.map((output) => operator("BATCH_MATMUL", [last, last], [output]));
  return graphOf([...reshapes, ...products], { inputs: maps.slice(0, 1), outputs });
}

/** Each join takes all before it, through the join before it, and is an output as well. */
function densely(count: number): Graph {
  const input = map("in");
  const operators: Operator[] = [];
  const joins: Tensor[] = [];
  let joined = input;
  for (let index = 0; operators.length < count; index += 1) {
    const layer = map(`layer${index}`, index % 2 === 0 ? 1 / 255 : 640 / 255);
    const join = map(`join${index}`, 640 / 255);
    operators.push(convolution(joined, layer), operator("CONCATENATION", [joined, layer], [join]));
    joins.push(join);
    joined = join;
  }
  return graphOf(operators, { inputs: [input], outputs: joins });
}

/** 2ⁿ ways lead from the input to the output. */
function doubling(count: number): Graph {
  const maps = Array.from({ length: count + 1 }, (_, i) => map(`t${i}`, i === 0 ? 1 : 640 / 255));
  return linked(maps, (input, output) => operator("CONCATENATION", [input, input], [output]));
}
