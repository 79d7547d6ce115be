import { describe, expect, it } from "vitest";
import {
  floatActivations,
  hybridOperators,
  invalidScale,
  newerQuantization,
  otherIntegerWidths,
} from "../../src/check/rules/quantization.ts";
import {
  constant,
  float,
  graphOf,
  operator,
  scaled,
  singleOperator,
  tensor,
} from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 8, 8, 3]);
const map = tensor("map", [1, 8, 8, 4]);
const kernel = constant("kernel", [4, 1, 1, 3]);
const floatImage = float("image", [1, 8, 8, 3]);
const floatMap = float("map", [1, 8, 8, 4]);
const floatKernel = float("kernel", [4, 1, 1, 3], {
  data: { bytes: new Uint8Array(48), external: false },
});

const integer = singleOperator(operator("CONV_2D", [image, kernel], [map]));
const floating = singleOperator(operator("CONV_2D", [floatImage, floatKernel], [floatMap]));
const dynamicRange = singleOperator(operator("CONV_2D", [floatImage, kernel], [floatMap]));

describe("quantization", () => {
  it("takes a full-integer convolution", () => {
    const rules = [floatActivations, hybridOperators, otherIntegerWidths, newerQuantization];
    expect(rules.flatMap((rule) => say(rule, integer))).toEqual([]);
  });

  it("refuses a float convolution", () => {
    expect(say(floatActivations, floating)).toEqual([
      'error: #0 CONV_2D "map": float32 "image" activation',
    ]);
    expect(say(hybridOperators, floating)).toEqual([]);
  });

  it("tells dynamic-range quantization from float", () => {
    expect(say(hybridOperators, dynamicRange)).toEqual([
      'error: #0 CONV_2D "map": float32 "image" activation, int8 weights',
    ]);
    expect(say(floatActivations, dynamicRange)).toEqual([]);
  });

  it.each([0, -0.5, Infinity, NaN])("refuses the scale %d, wherever it stands", (scale) => {
    const bad = tensor("map", [1, 8, 8, 4], { quantization: scaled(scale, 0) });
    const graph = singleOperator(operator("CONV_2D", [image, kernel], [bad]));
    expect(say(invalidScale, graph)).toEqual([
      `error: #0 CONV_2D "map": "map" has the scale ${scale}`,
    ]);
    expect(say(invalidScale, integer)).toEqual([]);
  });

  it("sees float16 weights behind their DEQUANTIZE", () => {
    const half = constant("half", [4, 1, 1, 3], { dtype: "float16" });
    const widened = float("widened", [4, 1, 1, 3]);
    const graph = graphOf(
      [
        operator("DEQUANTIZE", [half], [widened]),
        operator("CONV_2D", [floatImage, widened], [floatMap]),
      ],
      { inputs: [floatImage], outputs: [floatMap] },
    );
    expect(say(hybridOperators, graph)).toEqual([
      'error: #1 CONV_2D "map": float32 "image" activation, float16 weights',
    ]);
  });

  it("only warns where a float tail follows integer convolutions", () => {
    const real = float("real", [1, 8, 8, 4]);
    const decoded = float("decoded", [1, 8, 8, 4]);
    const graph = graphOf(
      [
        operator("CONV_2D", [image, kernel], [map]),
        operator("DEQUANTIZE", [map], [real]),
        operator("EXP", [real], [decoded]),
      ],
      { inputs: [image], outputs: [decoded] },
    );
    expect(say(floatActivations, graph)).toEqual([
      'warning: #2 EXP "decoded": float32 "real" activation',
    ]);
  });

  it("allows conversions to and from float at the ends", () => {
    const real = float("real", [1, 8, 8, 4]);
    const graph = graphOf(
      [
        operator("QUANTIZE", [floatImage], [image]),
        operator("CONV_2D", [image, kernel], [map]),
        operator("DEQUANTIZE", [map], [real]),
      ],
      { inputs: [floatImage], outputs: [real] },
    );
    expect(say(floatActivations, graph)).toEqual([]);
  });

  it("refuses int16 activations and int4 weights", () => {
    const wide = tensor("wide", [1, 8, 8, 3], { dtype: "int16" });
    const narrow = constant("narrow", [4, 1, 1, 3], { dtype: "int4" });
    expect(
      say(otherIntegerWidths, singleOperator(operator("CONV_2D", [wide, kernel], [map]))),
    ).toEqual(['error: #0 CONV_2D "map": int16 "wide"']);
    expect(
      say(otherIntegerWidths, singleOperator(operator("CONV_2D", [image, narrow], [map]))),
    ).toEqual(['error: #0 CONV_2D "map": int4 "narrow"']);
  });

  it("leaves the 16-bit state of an 8-bit LSTM alone", () => {
    const state = tensor("state", [1, 4], { dtype: "int16", isVariable: true });
    const graph = singleOperator(operator("UNIDIRECTIONAL_SEQUENCE_LSTM", [image, state], [map]));
    expect(say(otherIntegerWidths, graph)).toEqual([]);
  });

  it("refuses weights that are quantized in blocks", () => {
    const details = {
      ...{ kind: "blockwise" as const, scales: undefined, zeroPoints: undefined },
      ...{ blockSize: 32, blockShape: [] },
    };
    const blocks = constant("blocks", [4, 1, 1, 3], {
      quantization: { ...scaled(1, 0), scales: [], zeroPoints: [], details },
    });
    const graph = singleOperator(operator("CONV_2D", [image, blocks], [map]));
    expect(say(newerQuantization, graph)).toEqual([
      'error: #0 CONV_2D "map": blockwise quantization of "blocks"',
    ]);
  });
});
