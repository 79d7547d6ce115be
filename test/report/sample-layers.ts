import type { LayerErrors } from "../../src/result/layer-errors.ts";

/** A depthwise layer that one scale for all channels ruins, between two that lose little. */
export function sampleLayers(): LayerErrors {
  return {
    origin: "measured",
    equalized: false,
    samples: 16,
    matched: 4,
    of: 4,
    layers: [
      { operator: 0, name: "stem", ownSqnrDb: 41.4, sqnrDb: 41.4, cosine: 1, maxAbsError: 0.02 },
      {
        operator: 1,
        name: "spread",
        ownSqnrDb: 16.3,
        sqnrDb: 16.1,
        cosine: 0.9885,
        maxAbsError: 0.81,
        deadChannels: 2,
      },
      {
        operator: 3,
        name: "head",
        ownSqnrDb: 38.7,
        sqnrDb: 14.9,
        cosine: 0.9841,
        maxAbsError: 1.2,
      },
    ],
    worst: [
      {
        operator: 1,
        kind: "DEPTHWISE_CONV_2D",
        name: "spread",
        cause: "weight range",
        ownSqnrDb: 16.3,
        sqnrDb: 16.1,
        weightRange: { channel: 7, largest: 27.1, median: 0.671, oneScale: true },
        activationRange: { low: -0.0118, high: 6.01, usualLow: 0, usualHigh: 2.99 },
        saturation: 0,
        channels: 16,
        deadChannels: 2,
        lostChannels: 1,
      },
    ],
    scatters: [{ output: "scores", low: -1, high: 3, rows: ["2002", "0031", "0260", "7100"] }],
  };
}

/** As large as they come in a network of `count` layers: all of the worst, and two outputs that scatter. */
export function sampleManyLayers(count: number): LayerErrors {
  const [layer] = sampleLayers().layers;
  const [worst] = sampleLayers().worst;
  if (layer === undefined || worst === undefined) throw new Error("the sample has layers");
  const operators = Array.from({ length: count }, (_, index) => index);
  const name = "mobilenet_v2_alpha_0.35/conv2d_31/Conv2D";
  const rows = Array.from({ length: 32 }, (_, y) => bandRow(31 - y));
  return {
    ...sampleLayers(),
    matched: count,
    of: count,
    layers: operators.map((operator) => ({
      ...layer,
      operator,
      name: `${name}${operator}`.slice(-40),
      ownSqnrDb: 20 + ((operator * 7) % 23),
      sqnrDb: 40 - ((operator * 3) % 31),
    })),
    worst: operators.slice(0, 5).map((operator) => ({ ...worst, operator, name })),
    scatters: ["boxes", "scores"].map((output) => ({ output, low: -1, high: 3, rows })),
  };
}

/** A third of the cells within five of the diagonal, in three densities. */
function bandRow(diagonal: number): string {
  return Array.from({ length: 32 }, (_, x) =>
    Math.abs(x - diagonal) > 5 ? 0 : ((x * 7 + diagonal * 5) % 4) + (x === diagonal ? 4 : 0),
  ).join("");
}
