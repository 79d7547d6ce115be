import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyGraph } from "./fuzz/any-graph.ts";
import { decodeGraph, encodeGraph } from "./fuzz/graph-file.ts";
import { judgeFile, judgeGraph } from "./fuzz/judge.ts";
import { mutateFlatbuffer } from "./fuzz/mutate-flatbuffer.ts";
import { mutateProtobuf } from "./fuzz/mutate-protobuf.ts";
import { Random } from "./fuzz/random.ts";
import { PROPERTY_SEED } from "../setup/property-seed.ts";

const examples = join(import.meta.dirname, "..", "..", "examples", "models");
const cases = join(import.meta.dirname, "cases");

/** Everything that `npm run fuzz` ever found; what was mended stays mended. */
describe("a file that fuzzing found", () => {
  for (const name of readdirSync(cases).filter((file) => !file.endsWith(".md"))) {
    it(`ends in a verdict: ${name}`, () => {
      const bytes = readFileSync(join(cases, name));
      if (name.endsWith(".json")) judgeGraph(decodeGraph(bytes.toString()));
      else judgeFile(new Uint8Array(bytes), name.endsWith(".onnx") ? "onnx" : "tflite");
    });
  }
});

describe("a graph that no converter would write", () => {
  it("is judged by every soc without a crash, every operator once", () => {
    fc.assert(fc.property(anyGraph, judgeGraph), { numRuns: 500 });
  });

  it("comes back from the file that a find is kept in", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        expect(decodeGraph(encodeGraph(graph))).toEqual(graph);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a model with telling numbers in its fields", () => {
  const kinds = [
    ["digits.tflite", "tflite", mutateFlatbuffer],
    ["digits.onnx", "onnx", mutateProtobuf],
  ] as const;
  it.each(kinds)("is read and judged, or refused: %s", (name, format, mutate) => {
    const bytes = new Uint8Array(readFileSync(join(examples, name)));
    const random = new Random(PROPERTY_SEED);
    const mutants = Array.from({ length: 100 }, () => mutate(bytes, random));
    expect(mutants.filter((mutant) => Buffer.compare(mutant, bytes) !== 0).length).toBeGreaterThan(
      60,
    );
    for (const mutant of mutants) judgeFile(mutant, format);
  });
});
