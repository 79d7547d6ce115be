import { describe, expect, it } from "vitest";
import {
  externalBuffers,
  newerThanRuntime,
  unknownOperator,
} from "../../src/check/rules/versions.ts";
import { compareVersions, findTfliteRuntime } from "../../src/check/axis-os-runtime.ts";
import { constant, operator, singleOperator, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 8, 8, 3]);
const map = tensor("map", [1, 8, 8, 4]);

function conv(version: number) {
  return singleOperator(operator("CONV_2D", [image], [map], { version }));
}

describe("operator versions", () => {
  it("refuses a version that the runtime of a known AXIS OS lacks", () => {
    expect(say(newerThanRuntime, conv(5), { axisOs: "10.6" })).toEqual([
      'error: #0 CONV_2D "map": version 5 needs TensorFlow Lite 2.4.0, AXIS OS 10.6 has 2.3.1',
    ]);
    expect(say(newerThanRuntime, conv(4), { axisOs: "10.6" })).toEqual([]);
  });

  it("claims nothing of an AXIS OS whose runtime is not public", () => {
    expect(say(newerThanRuntime, conv(6), { axisOs: "12.11" })).toEqual([
      'info: needs TensorFlow Lite 2.9.0 for version 6 of #0 CONV_2D "map"; the runtime of AXIS OS 12.11 is not public',
    ]);
    expect(say(newerThanRuntime, conv(3), { axisOs: "12.11" })).toEqual([]);
  });

  it("says nothing where no AXIS OS was asked for", () => {
    expect(say(newerThanRuntime, conv(6))).toEqual([]);
  });

  it("warns of operators and versions that dlpu does not know", () => {
    expect(say(unknownOperator, conv(99))).toEqual([
      'warning: #0 CONV_2D "map": version 99 unknown to dlpu (newest known: 8)',
    ]);
    expect(say(unknownOperator, singleOperator(operator("UNKNOWN(300)", [image], [map])))).toEqual([
      'warning: #0 UNKNOWN(300) "map": operator code unknown to dlpu',
    ]);
  });

  it("orders versions by number, not by letter", () => {
    expect(["2.9.0", "2.14.0", "1.15.5", "2.9"].sort(compareVersions)).toEqual([
      "1.15.5",
      "2.9.0",
      "2.9",
      "2.14.0",
    ]);
  });

  it("knows a release by its number and its patches, not by its first digits", () => {
    expect(["10.6", "10.6.3", "10.60", "10"].map((os) => findTfliteRuntime(os)?.version)).toEqual([
      "2.3.1",
      "2.3.1",
      undefined,
      undefined,
    ]);
  });
});

describe("constants after the flatbuffer", () => {
  const data = { bytes: new Uint8Array(12), external: true };
  const graph = singleOperator(
    operator("CONV_2D", [image, constant("kernel", [4, 1, 1, 3], { data })], [map]),
  );

  it("are a warning, and an error for a runtime that predates them", () => {
    expect(say(externalBuffers, graph)).toEqual(['warning: "kernel" 12 bytes']);
    expect(say(externalBuffers, graph, { axisOs: "10.6" })).toEqual(['error: "kernel" 12 bytes']);
    expect(say(externalBuffers, conv(1))).toEqual([]);
  });
});
