import { describe, expect, test } from "vitest";
import type { Operator, Tensor } from "../../src/graph/graph.ts";
import type { OperatorOptions } from "../../src/graph/operator-options.ts";
import { artpec9 } from "../../src/targets/artpec-9/target.ts";
import { constant, operator, scaled, singleOperator, tensor } from "../graph-builder.ts";

const WINDOW = { padding: "SAME", strideH: 1, strideW: 1, fusedActivation: "NONE" } as const;

describe("what ARTPEC-9 refuses at boundaries that Arm's recorded cases do not reach", () => {
  test.each<readonly [string, Operator, readonly string[]]>([
    ["takes a regular convolution", convolution({}), []],
    ["refuses a grouped convolution", convolution({ weights: [16, 3, 3, 4] }), ["A9-CONV-002"]],
    ["refuses a 6×6 kernel", convolution({ weights: [16, 6, 6, 8] }), ["AX-OP-901"]],
    ["takes a non-square kernel of known sizes", convolution({ weights: [16, 1, 7, 8] }), []],
    [
      "refuses 9×9 with stride 2",
      convolution({ weights: [16, 9, 9, 8], stride: 2 }),
      ["AX-OP-903"],
    ],
    ["refuses stride 4", convolution({ stride: 4 }), ["AX-OP-902"]],
    [
      "refuses a convolution without options",
      { ...convolution({}), options: { kind: "None" } },
      ["AX-OP-902"],
    ],
  ])("%s", expectReasons);

  test.each<readonly [string, Operator, readonly string[]]>([
    ["takes a wide pool just within the memory", pool([1, 8, 4048, 16], 3, 1), []],
    ["refuses a pool one brick wider", pool([1, 8, 4049, 16], 3, 1), ["A9-POOL-002"]],
    ["takes a high pool just within the memory", pool([1, 4048, 8, 16], 3, 1), []],
    ["refuses a 1×1 pool of stride 1", pool([1, 8, 8, 16], 1, 1), ["AX-OP-908"]],
    ["takes a 17×17 pool with SAME", pool([1, 32, 32, 16], 17, 1), []],
    ["refuses an 18×18 pool with SAME", pool([1, 32, 32, 16], 18, 1), ["AX-OP-908"]],
    ["takes 2×2 with SAME on odd sizes", pool([1, 31, 31, 16], 2, 2), []],
    ["refuses 2×2 with SAME on mixed sizes", pool([1, 32, 31, 16], 2, 2), ["AX-OP-909"]],
    ["refuses 3×3 with SAME on odd sizes", pool([1, 31, 31, 16], 3, 2), ["AX-OP-909"]],
    ["takes a 3×3 pool 417 wide with VALID", pool([1, 33, 417, 16], 3, 2, "VALID"), []],
    ["refuses a 3×3 pool 418 wide", pool([1, 32, 418, 16], 3, 2), ["AX-OP-910"]],
    [
      "refuses a pool without options",
      { ...pool([1, 8, 8, 16], 2, 2), options: { kind: "None" } },
      ["AX-OP-908"],
    ],
  ])("%s", expectReasons);

  test.each<readonly [string, Operator, readonly string[]]>([
    ["takes a 3×3 average of 168×176 at 16 channels", average([1, 168, 176, 16]), []],
    ["refuses it at 176×176", average([1, 176, 176, 16]), ["A9-POOL-003"]],
    ["takes a 3×3 average of 120×128 at 17 channels", average([1, 120, 128, 17]), []],
    ["refuses it at 128×128", average([1, 128, 128, 17]), ["A9-POOL-003"]],
    ["takes 16384 channels", rescale([1, 8, 8, 16384]), []],
    ["refuses 16385 channels", rescale([1, 8, 8, 16385]), ["A9-DEPTH-001"]],
    ["takes 16385 channels where the width is 1", rescale([1, 8, 1, 16385]), []],
  ])("%s", expectReasons);

  test.each<readonly [string, Operator, readonly string[]]>([
    ["takes 16384 outputs", dense({ outputs: 16384 }), []],
    ["refuses 16385 outputs", dense({ outputs: 16385 }), ["A9-FC-003"]],
    ["takes a flattened image", dense({ input: [1, 2, 2, 2] }), []],
    ["takes rows that flatten into one", dense({ input: [1, 2, 4] }), []],
    ["refuses two rows", dense({ input: [2, 8], output: [2, 4] }), ["AX-OP-920"]],
    ["refuses weights with a scale for each output", dense({ scales: [1, 2, 3, 4] }), ["AX-Q-004"]],
    ["refuses a dense layer without bias", dense({ bias: false }), ["A9-FC-001"]],
  ])("%s", expectReasons);

  test.each<readonly [string, Operator, readonly string[]]>([
    ["takes a split along the channels into uneven parts", split([1, 4, 4, 6], 3, 2), []],
    ["takes a negative axis", split([1, 4, 4, 6], -1, 3), []],
    [
      "refuses a split along the batch",
      split([2, 4, 4, 6], 0, 2),
      ["A9-BATCH-001", "A9-SPLIT-002"],
    ],
    [
      "refuses parts that the NPU sees along another axis",
      split([2, 2, 8], 1, 2),
      ["A9-SPLIT-002"],
    ],
    ["refuses an axis that does not exist", split([1, 4, 4, 6], 9, 2), ["A9-SPLIT-002"]],
    ["takes a transpose of 1 MiB", transpose([1, 128, 128, 64], [0, 3, 1, 2]), []],
    [
      "refuses one of a brick more",
      transpose([1, 128, 129, 64], [0, 3, 1, 2]),
      ["A9-TRANSPOSE-001"],
    ],
    [
      "refuses one that needs the memory twice",
      transpose([1, 128, 128, 64], [0, 2, 1, 3]),
      ["A9-TRANSPOSE-001"],
    ],
    [
      "refuses a transpose of a batch, which only the compiler notices",
      transpose([2, 8, 8, 16], [0, 2, 1, 3]),
      ["A9-BATCH-001"],
    ],
  ])("%s", expectReasons);

  test.each<readonly [string, Operator, readonly string[]]>([
    ["folds a product with one value a channel", product([1, 4, 4, 8], [8]), []],
    ["refuses a product with one row", product([1, 4, 4, 8], [4, 8]), ["AX-OP-916"]],
    ["folds no constant into fewer than 4 dimensions", product([1, 64], []), ["AX-OP-916"]],
    [
      "refuses an operator that the list lacks",
      operator("SOFTMAX", [image()], [image()]),
      ["AX-OP-900"],
    ],
    [
      "reports an operator that dlpu does not know",
      operator("UNKNOWN(300)", [image()], [image()]),
      ["AX-OP-004"],
    ],
    [
      "reports a version that dlpu does not know",
      { ...convolution({}), version: 99 },
      ["AX-OP-004"],
    ],
    [
      "refuses an operator whose input is left out",
      operator("RESHAPE", [undefined], [image()]),
      ["A9-SHAPE-001"],
    ],
  ])("%s", expectReasons);
});

function expectReasons(_: string, one: Operator, reasons: readonly string[]): void {
  const graph = singleOperator(one);
  const placement = reasons.length === 0 ? "dlpu" : "cpu";
  expect(artpec9.place?.(graph)).toEqual([{ index: 0, name: one.name, placement, reasons }]);
  const said = artpec9.rules.flatMap(({ code, find }) =>
    find(graph, { axisOs: undefined }).length > 0 ? [code] : [],
  );
  expect(said).toEqual(expect.arrayContaining([...reasons]));
}

function image(shape: readonly number[] = [1, 8, 8, 8]): Tensor {
  return tensor("image", shape);
}

function convolution({ weights = [16, 3, 3, 8], stride = 1 }): Operator {
  const options = { ...WINDOW, strideH: stride, strideW: stride, dilationH: 1, dilationW: 1 };
  return operator("CONV_2D", [image(), constant("weights", weights)], [image([1, 8, 8, 16])], {
    options: { kind: "Conv2D", ...options, quantizedBiasType: "float32" },
  });
}

function pool(
  shape: readonly number[],
  filter: number,
  stride: number,
  padding: "SAME" | "VALID" = "SAME",
): Operator {
  return operator("MAX_POOL_2D", [image(shape)], [image(shape)], {
    options: poolOptions(filter, stride, padding),
  });
}

function average(shape: readonly number[]): Operator {
  return operator("AVERAGE_POOL_2D", [image(shape)], [image(shape)], {
    options: poolOptions(3, 1, "SAME"),
  });
}

function poolOptions(filter: number, stride: number, padding: "SAME" | "VALID"): OperatorOptions {
  const size = { filterH: filter, filterW: filter, strideH: stride, strideW: stride };
  return { kind: "Pool2D", ...size, padding, fusedActivation: "NONE" };
}

function rescale(shape: readonly number[]): Operator {
  const output = tensor("output", shape, { quantization: scaled(1 / 100, 3) });
  return operator("QUANTIZE", [image(shape)], [output]);
}

interface Dense {
  readonly input?: readonly number[];
  readonly output?: readonly number[];
  readonly outputs?: number;
  readonly scales?: readonly number[];
  readonly bias?: boolean;
}

function dense({
  input = [1, 8],
  outputs = 4,
  output = [1, outputs],
  scales = [1],
  bias = true,
}: Dense): Operator {
  const quantization = { ...scaled(1, 0), scales };
  const biasQuantization = { ...scaled(1, 0), scales: scales.map((scale) => scale / 255) };
  const weights = constant("weights", [outputs, 8], { quantization });
  const biasTensor = constant("bias", [outputs], {
    dtype: "int32",
    quantization: biasQuantization,
  });
  const options = {
    fusedActivation: "NONE",
    weightsFormat: "DEFAULT",
    keepNumDims: false,
  } as const;
  return operator(
    "FULLY_CONNECTED",
    [image(input), weights, ...(bias ? [biasTensor] : [])],
    [image(output)],
    {
      options: {
        kind: "FullyConnected",
        ...options,
        asymmetricQuantizeInputs: false,
        quantizedBiasType: "float32",
      },
    },
  );
}

function split(shape: readonly number[], axis: number, parts: number): Operator {
  const dimension = axis < 0 ? axis + shape.length : axis;
  const part = shape.map((size, i) => (i === dimension ? size / parts : size));
  const outputs = Array.from({ length: parts }, () => image(part));
  return operator("SPLIT", [integers([axis]), image(shape)], outputs);
}

function transpose(shape: readonly number[], order: readonly number[]): Operator {
  const output = order.map((axis) => shape[axis] ?? 0);
  return operator("TRANSPOSE", [image(shape), integers(order)], [image(output)]);
}

function product(shape: readonly number[], factor: readonly number[]): Operator {
  const options = { kind: "Mul", fusedActivation: "NONE" } as const;
  return operator("MUL", [image(shape), constant("factor", factor)], [image(shape)], { options });
}

function integers(values: readonly number[]): Tensor {
  const bytes = new Uint8Array(new Int32Array(values).buffer);
  return constant("integers", [values.length], {
    dtype: "int32",
    data: { bytes, external: false },
  });
}
