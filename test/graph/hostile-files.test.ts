import { COMPILED_FORMATS } from "../../src/targets/catalogue.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeGraph } from "../../src/graph/describe-graph.ts";
import { parseEdgeTpuPackage } from "../../src/graph/edge-tpu/parse-package.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";
import { parseOnnx } from "../../src/graph/onnx/parse-onnx.ts";
import { recognizeModel } from "../../src/graph/recognize-model.ts";
import { parseTflite } from "../../src/graph/tflite/parse-tflite.ts";
import { sharedData } from "../shared-data.ts";
import { buildEdgeTpuProgram } from "./build-edge-tpu.ts";
import { buildOnnx, encodeMessage, intsTensor, zerosTensor } from "./build-onnx.ts";
import { buildTflite } from "./build-tflite.ts";
import { mutate, mutations } from "./mutate.ts";

type Parse = (bytes: Uint8Array, fileName: string) => Graph;

/** A parse may fail in one way only, and within a second of the processor; what it returns can be described. */
function expectBounded(parse: Parse, bytes: Uint8Array): void {
  const start = process.cpuUsage();
  try {
    describeGraph(parse(bytes, "model"));
  } catch (error) {
    if (!(error instanceof ModelParseError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(1000);
}

function expectSurvivesDamage(parse: Parse, bytes: Uint8Array, numRuns: number): void {
  fc.assert(
    fc.property(mutations, (damages) => {
      expectBounded(parse, mutate(bytes, damages));
    }),
    { numRuns },
  );
}

const smallTflite = buildTflite({
  codes: [{ 0: { int8: 3 } }, { 0: { int8: 32 }, 1: { text: "edgetpu-custom-op" } }],
  tensors: [
    {
      0: { int32s: [1, 4, 4, 2] },
      1: { int8: 9 },
      3: { text: "in" },
      7: { int32s: [-1, 4, 4, 2] },
    },
    {
      0: { int32s: [2, 1, 1, 2] },
      1: { int8: 9 },
      2: { int32: 1 },
      4: { table: { 2: { float32s: [1, 2] }, 3: { int64s: [0, 0] } } },
      6: { table: { 0: { int32s: [0] }, 2: { tables: [{ 1: { int32: 4 } }] } } },
    },
    { 0: { int32s: [1, 4, 4, 2] }, 1: { int8: 9 } },
  ],
  inputs: [0],
  outputs: [2],
  operators: [
    { 1: { int32s: [0, 1, -1] }, 2: { int32s: [2] }, 3: { int8: 1 }, 4: { table: {} } },
    { 0: { int32: 1 }, 5: { bytes: [1, 2, 3] } },
  ],
  buffers: [{}, { 0: { bytes: [1, 2, 3, 4] } }],
  model: {
    6: { tables: [{ 0: { text: "min_runtime_version" }, 1: { int32: 1 } }] },
    7: { tables: [{ 0: { tables: [{ 0: { text: "x" } }] }, 2: { text: "key" } }] },
  },
});

const smallOnnx = buildOnnx({
  inputs: [{ name: "x", shape: ["batch", 3, 8, 8] }],
  outputs: [{ name: "z" }],
  initializers: [zerosTensor("w", [4, 3, 3, 3]), intsTensor("shape", [0, -1])],
  nodes: [
    { op: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: { strides: [2, 2] } },
    { op: "Reshape", inputs: ["y", "shape"], outputs: ["z"] },
  ],
});

describe("a damaged file", () => {
  it("never makes the .tflite reader do anything but return a graph or a ModelParseError", () => {
    expectSurvivesDamage(parseTflite, smallTflite, 4000);
  });

  it("never makes the .onnx reader do anything but return a graph or a ModelParseError", () => {
    expectSurvivesDamage(parseOnnx, smallOnnx, 4000);
  });

  it("never makes the Edge TPU package reader do anything but return or throw a ModelParseError", () => {
    const program = buildEdgeTpuProgram({
      minRuntimeVersion: 14,
      executables: [{ type: 1, parameterBytes: 64 }],
    });
    fc.assert(
      fc.property(mutations, (damages) => {
        try {
          parseEdgeTpuPackage(mutate(program, damages), "model");
        } catch (error) {
          expect(error).toBeInstanceOf(ModelParseError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("is either refused or read at every length that it can be cut to", () => {
    for (let length = 0; length < smallTflite.length; length += 1) {
      expectBounded(parseTflite, smallTflite.slice(0, length));
    }
    for (let length = 0; length < smallOnnx.length; length += 1) {
      expectBounded(parseOnnx, smallOnnx.slice(0, length));
    }
  });
});

describe("random bytes", () => {
  const noise = fc.uint8Array({ maxLength: 2000 });

  it("are never read as anything but a graph or a ModelParseError", () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        recognizeModel(bytes, COMPILED_FORMATS);
        expectBounded(parseOnnx, bytes);
        expectBounded(
          parseTflite,
          Uint8Array.from([...bytes.subarray(0, 4), 0x54, 0x46, 0x4c, 0x33, ...bytes]),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a file made to exhaust memory", () => {
  it("is refused when a million nodes have two bytes each", () => {
    const nodes = new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 0x0a : 0));
    expectBounded(parseOnnx, wrapGraph(nodes));
    expect(() => parseOnnx(wrapGraph(nodes), "model")).toThrow(ModelParseError);
  });

  it("is refused when a million attributes have two bytes each", () => {
    const attributes = new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 0x2a : 0));
    const node = delimited(0x0a, Uint8Array.from([0x22, 1, 0x41, ...attributes]));
    expect(() => parseOnnx(wrapGraph(node), "model")).toThrow("more parts than a file of its size");
  });

  it("is read in bounded time when one node concatenates a constant 300,000 times", () => {
    const constant = encodeMessage(intsTensor("c", new Array<number>(64).fill(1)));
    const inputs = new Uint8Array(900_000).map((_, index) => [0x0a, 1, 0x63][index % 3] ?? 0);
    const concat = Uint8Array.from([
      ...inputs,
      0x12,
      1,
      0x79,
      0x22,
      6,
      ...new TextEncoder().encode("Concat"),
    ]);
    const graph = Uint8Array.from([...delimited(0x0a, concat), ...delimited(0x2a, constant)]);
    expectBounded(parseOnnx, wrapGraph(graph));
  });

  it("is refused when graphs nest deeper than any model does", () => {
    let graph: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 200; depth += 1) {
      const attribute = delimited(0x2a, Uint8Array.from([...delimited(0x32, graph), 0xa0, 1, 5]));
      graph = delimited(0x0a, Uint8Array.from([0x22, 1, 0x41, ...attribute]));
    }
    expect(() => parseOnnx(wrapGraph(graph), "model")).toThrow("nested more than");
  });
});

describe.skipIf(sharedData === undefined)("damaged real files (need ../shared/data)", () => {
  const models = join(sharedData ?? "", "models");
  const files =
    sharedData === undefined ? [] : readdirSync(models, { recursive: true, encoding: "utf8" });
  const parsers: readonly (readonly [string, Parse])[] = [
    [".tflite", parseTflite],
    [".onnx", parseOnnx],
  ];
  for (const [extension, parse] of parsers) {
    for (const file of files.filter((name) => name.endsWith(extension)).sort()) {
      it(`keep the reader within bounds: ${file}`, () => {
        const bytes = new Uint8Array(readFileSync(join(models, file)));
        expectSurvivesDamage(parse, bytes, bytes.length > 1_000_000 ? 60 : 150);
      });
    }
  }
});

function wrapGraph(graph: Uint8Array): Uint8Array {
  return Uint8Array.from([0x08, 8, ...delimited(0x3a, graph), 0x42, 2, 0x10, 17]);
}

/** Tag, length as a varint, content. */
function delimited(tag: number, content: Uint8Array): Uint8Array {
  const result = new Uint8Array(content.length + 6);
  result[0] = tag;
  for (let at = 1; at < 6; at += 1) {
    result[at] = ((content.length >>> ((at - 1) * 7)) & 0x7f) | (at < 5 ? 0x80 : 0);
  }
  result.set(content, 6);
  return result;
}
