import { describe, expect, it } from "vitest";
import { measureActivations } from "../../src/graph/activation-memory.ts";
import { findCompiled } from "../../src/graph/compiled-operator.ts";
import { countConstants } from "../../src/graph/constants.ts";
import { parseEdgeTpuPackage } from "../../src/graph/edge-tpu/parse-package.ts";
import type { Graph, Subgraph } from "../../src/graph/graph.ts";
import { indexGraph } from "../../src/graph/graph-index.ts";
import { countMacs, countTotalMacs } from "../../src/graph/macs.ts";
import { parseOnnx } from "../../src/graph/onnx/parse-onnx.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { buildEdgeTpuProgram } from "./build-edge-tpu.ts";
import { buildOnnx, zerosTensor } from "./build-onnx.ts";
import { buildTflite, type TableFields } from "./build-tflite.ts";

/** One builtin operator whose operands and result have these shapes. */
function operatorOf(builtin: number, inputs: readonly number[][], output: readonly number[]) {
  const tensors = [...inputs, output].map((shape) => ({ 0: { int32s: shape } }));
  const operands = inputs.map((_, index) => index);
  const operator: TableFields = { 1: { int32s: operands }, 2: { int32s: [inputs.length] } };
  const bytes = buildTflite({ codes: [{ 0: { int8: builtin } }], tensors, operators: [operator] });
  return getMain(parseTflite(bytes, "model")).operators[0];
}

function getMain({ subgraphs: [main] }: Graph): Subgraph {
  if (main === undefined) throw new Error("no subgraph");
  return main;
}

function macsOf(...parts: Parameters<typeof operatorOf>): number | undefined {
  const operator = operatorOf(...parts);
  return operator && countMacs(operator);
}

describe("multiply-accumulates", () => {
  it("of a convolution are output elements × kernel × input channels", () => {
    expect(
      macsOf(
        3,
        [
          [1, 8, 8, 3],
          [16, 3, 3, 3],
        ],
        [1, 4, 4, 16],
      ),
    ).toBe(4 * 4 * 16 * 3 * 3 * 3);
  });

  it("of a depthwise convolution are output elements × kernel", () => {
    expect(
      macsOf(
        4,
        [
          [1, 8, 8, 6],
          [1, 3, 5, 6],
        ],
        [1, 8, 8, 6],
      ),
    ).toBe(8 * 8 * 6 * 3 * 5);
  });

  it("of a transposed convolution are input elements × kernel × output channels", () => {
    expect(macsOf(67, [[4], [5, 2, 2, 3], [1, 4, 4, 3]], [1, 8, 8, 5])).toBe(4 * 4 * 3 * 2 * 2 * 5);
  });

  it("of a fully connected operator are output elements × input features", () => {
    expect(
      macsOf(
        9,
        [
          [1, 10],
          [4, 10],
        ],
        [1, 4],
      ),
    ).toBe(40);
  });

  it("of operators that do not multiply and accumulate are 0", () => {
    expect(
      macsOf(
        0,
        [
          [1, 10],
          [1, 10],
        ],
        [1, 10],
      ),
    ).toBe(0);
  });

  it("are unknown when a shape is, and so is their sum", () => {
    const bytes = buildOnnx({
      inputs: [{ name: "x" }],
      initializers: [zerosTensor("w", [4, 3, 3, 3])],
      nodes: [{ op: "Conv", inputs: ["x", "w"], outputs: ["y"] }],
    });
    expect(countTotalMacs(getMain(parseOnnx(bytes, "model")).operators)).toBeUndefined();
  });

  it("of an ONNX model with a named batch count one sample", () => {
    const bytes = buildOnnx({
      inputs: [{ name: "x", shape: ["batch", 4, 8, 8] }],
      initializers: [zerosTensor("w", [6, 2, 3, 3])],
      nodes: [{ op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: { group: 2 } }],
    });
    expect(countTotalMacs(getMain(parseOnnx(bytes, "model")).operators)).toBe(
      6 * 6 * 6 * 2 * 3 * 3,
    );
  });
});

describe("activation memory", () => {
  const byteTensor = (size: number): TableFields => ({ 0: { int32s: [size] }, 1: { int8: 9 } });

  function measure(
    operators: readonly (readonly [number[], number[]])[],
    sizes: number[],
    inputs: number[],
    outputs: number[],
  ) {
    const bytes = buildTflite({
      codes: [{ 0: { int8: 0 } }],
      tensors: sizes.map(byteTensor),
      inputs,
      outputs,
      operators: operators.map(([reads, writes]) => ({
        1: { int32s: reads },
        2: { int32s: writes },
      })),
    });
    return measureActivations(getMain(parseTflite(bytes, "model")));
  }

  it("frees a value after its last reader", () => {
    const chain = measure(
      [
        [[0], [1]],
        [[1], [2]],
        [[2], [3]],
      ],
      [10, 100, 20, 1],
      [0],
      [3],
    );
    expect(chain).toEqual({
      totalBytes: 131,
      peakBytes: 120,
      peakOperatorIndex: 1,
      unsizedTensors: 0,
    });
  });

  it("keeps a value that a later operator adds back", () => {
    const residual = measure(
      [
        [[0], [1]],
        [[1], [2]],
        [[0, 2], [3]],
      ],
      [10, 100, 20, 1],
      [0],
      [3],
    );
    expect(residual.peakBytes).toBe(130);
  });

  it("says how many values have no known size", () => {
    const unknown = measure([[[0], [1]]], [10, -1], [0], [1]);
    expect(unknown).toMatchObject({ peakBytes: 11, unsizedTensors: 0 });
    const bytes = buildOnnx({
      inputs: [{ name: "x" }],
      nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }],
    });
    expect(measureActivations(getMain(parseOnnx(bytes, "model"))).unsizedTensors).toBe(2);
  });
});

describe("constants", () => {
  it("count once when tensors share a buffer, and settings are no parameters", () => {
    const weights: TableFields = { 0: { int32s: [4] }, 1: { int8: 9 }, 2: { int32: 1 } };
    const shape: TableFields = { 0: { int32s: [1] }, 1: { int8: 2 }, 2: { int32: 2 } };
    const bytes = buildTflite({
      tensors: [weights, weights, shape],
      buffers: [{}, { 0: { bytes: [1, 2, 3, 4] } }, { 0: { bytes: [9, 0, 0, 0] } }],
    });
    expect(countConstants(parseTflite(bytes, "model"))).toEqual({
      parameters: 4,
      sizeBytes: 8,
      externalBytes: 0,
    });
  });
});

describe("the graph index", () => {
  it("knows who writes and who reads a tensor", () => {
    const bytes = buildTflite({
      codes: [{ 0: { int8: 0 } }],
      tensors: [{}, {}, {}],
      operators: [
        { 1: { int32s: [0, 0] }, 2: { int32s: [1] } },
        { 1: { int32s: [1, 0] }, 2: { int32s: [2] } },
      ],
    });
    const main = getMain(parseTflite(bytes, "model"));
    const index = indexGraph(main);
    const readersAndWriter = main.tensors.map((tensor) => [
      index.consumersOf(tensor).map((operator) => operator.index),
      index.producerOf(tensor)?.index,
    ]);
    expect(readersAndWriter).toEqual([
      [[0, 1], undefined],
      [[1], 0],
      [[], 1],
    ]);
  });
});

describe("a compiled operator", () => {
  function compiledOf(customName: string, data: Uint8Array) {
    const bytes = buildTflite({
      codes: [{ 0: { int8: 32 }, 1: { text: customName } }],
      operators: [{ 5: { bytes: data } }],
    });
    const [operator] = getMain(parseTflite(bytes, "model")).operators;
    return operator && findCompiled(operator);
  }

  it("is recognised by the name that its compiler gives it", () => {
    expect(compiledOf("edgetpu-custom-op", Uint8Array.of(1))).toEqual({
      accelerator: "edge-tpu",
      program: Uint8Array.of(1),
    });
    expect(compiledOf("TFLite_Detection_PostProcess", Uint8Array.of(1))).toBeUndefined();
  });

  it("of the Edge TPU tells its runtime, compiler and where its parameters go", () => {
    const program = buildEdgeTpuProgram({
      minRuntimeVersion: 14,
      executables: [
        { type: 2, parameterBytes: 100 },
        { type: 1, parameterBytes: 8384 },
      ],
    });
    expect(parseEdgeTpuPackage(program, "model")).toEqual({
      minRuntimeVersion: 14,
      compilerVersion: "16.0.384591198",
      executables: [
        { type: "EXECUTION_ONLY", chip: "beagle", parameterBytes: 100, scratchBytes: 256 },
        { type: "PARAMETER_CACHING", chip: "beagle", parameterBytes: 8384, scratchBytes: 256 },
      ],
      cachedParameterBytes: 8384,
      streamedParameterBytes: 100,
    });
  });
});
