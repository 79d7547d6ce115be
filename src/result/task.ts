import { z } from "zod";

const threshold = z.number().min(0, "must be from 0 to 1").max(1, "must be from 0 to 1");

/** What every detector's boxes go through before they count. */
const detection = {
  kind: z.literal("detection"),
  /** Boxes with a lower score are dropped; COCO's own measure wants it low. */
  scoreThreshold: threshold.default(0.01),
  /** Of two boxes of a class that overlap by more, the better one stays. */
  iouThreshold: threshold.default(0.5),
  /** What makes probabilities of the scores where the network does not. */
  activation: z.enum(["none", "sigmoid", "softmax"]).default("none"),
};

const order = z.enum(["xy", "yx"]);
const coordinates = z.enum(["pixels", "normalized"]);
const sides = z.array(z.tuple([z.number().positive(), z.number().positive()])).min(1);
const layers = z.array(z.number().positive()).min(1);
const places = z.int().positive();

const decoders = [
  z.strictObject({
    ...detection,
    decoder: z.literal("boxes"),
    form: z.enum(["corners", "center"]).default("corners"),
    order: order.default("xy"),
    coordinates: coordinates.default("normalized"),
  }),
  z
    .strictObject({
      ...detection,
      decoder: z.literal("ssd"),
      order: order.default("yx"),
      /** By layer: width and height in pixels of the anchors at each place. */
      anchors: z.array(sides).min(1),
      strides: layers.exactOptional(),
      /** Instead of strides: how many places a layer has along each side, or its columns and rows. */
      grids: z
        .array(z.union([places.transform((side) => [side, side]), z.tuple([places, places])]))
        .min(1)
        .exactOptional(),
      variances: z.tuple([z.number().positive(), z.number().positive()]).default([0.1, 0.2]),
    })
    .refine(({ strides, grids }) => (strides === undefined) !== (grids === undefined), {
      error: "needs either strides or grids, one number a layer of anchors",
    })
    .refine(
      ({ anchors, ...steps }) =>
        (steps.strides ?? steps.grids ?? anchors).length === anchors.length,
      {
        error: "needs as many strides or grids as layers of anchors",
      },
    ),
  z.strictObject({
    ...detection,
    decoder: z.literal("yolo"),
    form: z.enum(["corners", "center"]).default("center"),
    coordinates: coordinates.default("pixels"),
    /** Whether a score for the box itself comes before those of the classes (YOLOv5, YOLOv7). */
    objectness: z.boolean().default(false),
  }),
  z
    .strictObject({
      ...detection,
      decoder: z.literal("yolo-heads"),
      /** Whose heads they are: v3 and v5 are offsets to anchors, v8 and x to cells. */
      version: z.enum(["v3", "v5", "v8", "x"]),
      anchors: z.array(sides).min(1).exactOptional(),
      strides: layers.default([8, 16, 32]),
      /** Of v8: how many values stand for the distance to each side. */
      bins: z.int().min(1).default(16),
      /** `none`: the network ends with the sigmoid. */
      activation: z.enum(["sigmoid", "none"]).default("sigmoid"),
    })
    .refine(({ version, anchors }) => (anchors !== undefined) === ["v3", "v5"].includes(version), {
      error: "needs anchors with version v3 or v5, and none with v8 or x",
    })
    .refine(({ anchors, strides }) => anchors === undefined || anchors.length === strides.length, {
      error: "needs as many layers of anchors as strides",
    }),
  z.strictObject({
    ...detection,
    decoder: z.literal("yunet"),
    strides: layers.default([8, 16, 32]),
  }),
  z.strictObject({ ...detection, decoder: z.literal("postprocess") }),
] as const;

/** What a model is for, and so how its outputs are held against labels. */
export const taskSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("classification") }),
    z.discriminatedUnion("decoder", decoders, {
      error: "must be one of boxes, ssd, yolo, yolo-heads, yunet, postprocess",
    }),
    z.strictObject({
      kind: z.literal("segmentation"),
      classes: z.int("must be the number of classes").min(2).max(65_536),
      /** The value of pixels in masks that do not count. */
      ignore: z.int().nonnegative().nullable().default(255),
      /** Above it, the one score of a network for two classes means the second. */
      threshold: z.number().default(0.5),
    }),
    /** Numbers, such as landmarks, depth or an angle. */
    z.strictObject({ kind: z.literal("regression") }),
    /** Vectors that are compared with one another, such as those of faces. */
    z.strictObject({ kind: z.literal("embedding") }),
  ],
  { error: "must be one of classification, detection, segmentation, regression, embedding" },
);

export type Task = z.infer<typeof taskSchema>;
