import { describe, expect, test } from "vitest";
import type { Output } from "./npy.ts";
import { fill, labelFace, scoreModels } from "./score-models.ts";
import { corePython, useChannel } from "./support.ts";

/** Taller than wide, so that rows cannot pass for columns: 6×4 places with a stride of 16, 3×2 with one of 32. */
const input = { width: 64, height: 96 };
const GRIDS = [
  { rows: 6, columns: 4 },
  { rows: 3, columns: 2 },
] as const;
/** The place of the second layer that finds the face; its center is at (16, 48). */
const FINDER = { row: 1, column: 0 } as const;

/** In the picture of 32×32 pixels: 8..24 × 45..54 of the input, so 16×9 pixels around (16, 49.5). */
const labels = labelFace([4, 15, 8, 3]);

/** What one place says: `found` where the face is, `else` everywhere else. */
interface Values {
  readonly found: readonly number[];
  readonly else: number;
}

type Layout = "h w av" | "av h w" | "a h w v" | "h w a v" | "hwa v";

/** The heads of both layers; the second of `anchors` at a place is the one that finds the face. */
function heads(layout: Layout, anchors: number, { found, else: other }: Values): Output[] {
  return GRIDS.map((grid, layer) => {
    const sides = { h: grid.rows, w: grid.columns, a: anchors, v: found.length };
    const at = { h: FINDER.row, w: FINDER.column, a: anchors - 1 };
    const axes = layout.split(" ").map((axis) => [...axis] as (keyof typeof sides)[]);
    const shape = axes.map((axis) => axis.reduce((size, name) => size * sides[name], 1));
    const output = fill([1, 1, ...shape], other);
    const values = [...output.values];
    for (const [v, value] of (layer === 1 ? found : []).entries()) {
      const position = { ...at, v };
      const index = axes.flat().reduce((sum, name) => sum * sides[name] + position[name], 0);
      values[index] = value;
    }
    return { shape: output.shape, values };
  });
}

/** Rows of all layers in one output. */
function join(layers: readonly Output[]): Output {
  const width = layers[0]?.shape.at(-1) ?? 0;
  const values = layers.flatMap((layer) => layer.values);
  return { shape: [1, 1, values.length / width, width], values };
}

/** [values, anchors] instead of [anchors, values]. */
function turn({ shape, values }: Output): Output {
  const [rows = 0, width = 0] = shape.slice(2);
  const turned = Array.from({ length: width }, (_, v) =>
    Array.from({ length: rows }, (_, row) => values[row * width + v] ?? 0),
  );
  return { shape: [1, 1, width, rows], values: turned.flat() };
}

const logit = (share: number): number => Math.log(share / (1 - share));

/** What each version says of 16×9 pixels around (x, 49.5): its own formula, solved for the value. */
const v3 = (x: number): Values => ({
  // (σ + column) · 32, exp · anchor
  found: [logit(x / 32), logit(49.5 / 32 - 1), Math.log(16 / 32), Math.log(9 / 8), 4, 4],
  else: -9,
});
const v5Shares = (x: number): number[] => [
  // (2σ - 0.5 + column) · 32, (2σ)² · anchor
  (x / 32 + 0.5) / 2,
  (49.5 / 32 - 1 + 0.5) / 2,
  Math.sqrt(16 / 32) / 2,
  Math.sqrt(9 / 8) / 2,
  0.9,
  0.9,
];
const v5 = (x: number): Values => ({ found: v5Shares(x).map(logit), else: -9 });
const xBox = (x: number): Values => ({
  // (t + column) · 32, exp · 32
  found: [x / 32, 49.5 / 32 - 1, Math.log(16 / 32), Math.log(9 / 32)],
  else: 0,
});
/** Left, top, right, bottom from the place's center at (16, 48), in strides. */
const distances = (x: number): number[] =>
  [16 - (x - 8), 48 - 45, x + 8 - 16, 54 - 48].map((d) => d / 32);
/** A distance below 1 as shares of the bins 0 and 1. */
const v8Box = (x: number, bins: number): Values => ({
  found: distances(x).flatMap((d) => [
    Math.log(1 - d),
    Math.log(d),
    ...Array<number>(bins - 2).fill(-99),
  ]),
  else: 0,
});
const ssdBox = (x: number): Values => ({
  // Of the anchor of 16×16 at (16, 48): y before x, with variances of 0.1 and 0.2.
  found: [(49.5 - 48) / 1.6, (x - 16) / 1.6, Math.log(9 / 16) / 0.2, 0],
  else: 0,
});
const score: Values = { found: [4], else: -9 };

const ANCHORS = [
  [
    [10, 10],
    [12, 12],
  ],
  [
    [9, 9],
    [32, 8],
  ],
];
const strides = [16, 32];
const yolo = { decoder: "yolo-heads", strides };
const anchored = { ...yolo, anchors: ANCHORS };
const ssdAnchors = {
  decoder: "ssd",
  anchors: [
    [
      [8, 8],
      [12, 12],
    ],
    [
      [32, 32],
      [16, 16],
    ],
  ],
  activation: "softmax",
};
const ssd = { ...ssdAnchors, strides };
const ssdScores: Values = { found: [-4, 4], else: 0 };

const MODELS: readonly [string, object, (x: number) => Output[]][] = [
  ["YOLOv5 as PyTorch has it", { ...anchored, version: "v5" }, (x) => heads("a h w v", 2, v5(x))],
  ["YOLOv5 as a .tflite has it", { ...anchored, version: "v5" }, (x) => heads("h w av", 2, v5(x))],
  [
    "YOLOv5 after its sigmoid",
    { ...anchored, version: "v5", activation: "none" },
    (x) => heads("h w av", 2, { found: v5Shares(x), else: 0 }),
  ],
  ["YOLOv3 with channels first", { ...anchored, version: "v3" }, (x) => heads("av h w", 2, v3(x))],
  [
    "YOLOv3 as Keras has it",
    { ...anchored, version: "v3" },
    (x) => heads("h w a v", 2, v3(x)).reverse(),
  ],
  [
    "YOLOX apart, in any order",
    { ...yolo, version: "x" },
    (x) => [
      ...heads("av h w", 1, score),
      ...heads("av h w", 1, xBox(x)),
      ...heads("av h w", 1, score),
    ],
  ],
  [
    "YOLOX joined, after its sigmoid",
    { ...yolo, version: "x", activation: "none" },
    (x) => [join(heads("hwa v", 1, { found: [...xBox(x).found, 0.9, 0.9], else: 0 }))],
  ],
  [
    "YOLOv8 apart",
    { ...yolo, version: "v8" },
    (x) => [...heads("h w av", 1, score), ...heads("h w av", 1, v8Box(x, 16))],
  ],
  [
    "YOLOv8 joined and turned",
    { ...yolo, version: "v8", bins: 4 },
    (x) => [turn(join(heads("hwa v", 1, { found: [...v8Box(x, 4).found, 4], else: -9 })))],
  ],
  [
    "YOLOv8 with one bin",
    { ...yolo, version: "v8", bins: 1 },
    (x) => heads("av h w", 1, { found: [...distances(x), 4], else: -9 }),
  ],
  [
    "SSD as a .tflite has it",
    ssd,
    (x) => [...heads("h w av", 2, ssdBox(x)), ...heads("h w av", 2, ssdScores)],
  ],
  [
    "SSD with channels first and the scores before the boxes",
    ssd,
    (x) => [...heads("av h w", 2, ssdScores).reverse(), ...heads("av h w", 2, ssdBox(x))],
  ],
  [
    "SSD with a row an anchor, by columns and rows",
    {
      ...ssdAnchors,
      grids: [
        [4, 6],
        [2, 3],
      ],
    },
    (x) => [...heads("hwa v", 2, ssdBox(x)), ...heads("hwa v", 2, ssdScores)],
  ],
  [
    "SSD with all layers in one output",
    ssd,
    (x) => [join(heads("hwa v", 2, ssdBox(x))), turn(join(heads("hwa v", 2, ssdScores)))],
  ],
  [
    "YuNet before its last reshaping",
    { decoder: "yunet", strides, activation: "sigmoid" },
    (x) => [
      ...heads("h w av", 1, score),
      ...heads("h w av", 1, score),
      ...heads("h w av", 1, xBox(x)),
      ...heads("h w av", 1, { found: Array<number>(10).fill(1), else: 0 }),
    ],
  ],
];

describe.skipIf(!corePython)("raw heads (skipped without DLPU_PYTHON_CORE)", () => {
  const channel = useChannel(corePython);

  test.each(MODELS)("%s: the face is found where the heads say it is", async (_, task, at) => {
    const { resampled } = await scoreModels(channel, {
      task: { kind: "detection", ...task },
      labels,
      input,
      reference: at(16),
      candidate: at(18), // Of 16 pixels, 14 of 18 are shared: six of ten thresholds.
    });
    expect(resampled).toMatchObject([
      { name: "mAP@[.5:.95]", reference: 1, candidate: 0.6 },
      { name: "mAP@.5", reference: 1, candidate: 1 },
    ]);
  });

  test.each([
    [
      "another number of anchors",
      { ...anchored, version: "v5" },
      heads("h w av", 3, v5(16)).slice(1),
    ],
    ["decoded boxes", { ...yolo, version: "v8" }, [fill([1, 1, 5, 30], 0)]],
    [
      "a sum of scores beside the scores",
      { ...yolo, version: "v8" },
      [v8Box(16, 16), score, score].flatMap((values) => heads("h w av", 1, values)),
    ],
    ["boxes without scores", ssd, heads("h w av", 2, ssdBox(16))],
  ])("%s are refused, with the anchors that were expected", async (_, task, outputs) => {
    const models = { labels, input, reference: outputs, candidate: outputs };
    const wrong = scoreModels(channel, { ...models, task: { kind: "detection", ...task } });
    await expect(wrong).rejects.toThrow(
      /\d+ anchors in all \(columns x rows x anchors a place: 4x6x\d, 2x3x\d\)/,
    );
  });
});
