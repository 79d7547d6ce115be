import { z } from "zod";
import { EFFORTS } from "../result/effort.ts";
import { PRECISIONS } from "../result/precision.ts";
import { DlpuError } from "../errors.ts";
import { budgetsSchema } from "./budgets.ts";
import { parseSocChoice } from "../targets/parse-soc-list.ts";
import { taskSchema } from "../result/task.ts";
import { SOCS } from "../targets/catalogue.ts";

const channelValues = z.union([
  z.number().transform((value) => [value]),
  z.array(z.number()).min(1).max(4),
]);

const nonZeroChannelValues = channelValues.refine((values) => values.every((value) => value > 0), {
  error: "must be above 0",
});

/** How an image becomes the model's input: `x = (pixel - mean) / std` with pixels from 0 to 255. */
export const preprocessSchema = z.strictObject({
  resize: z.enum(["stretch", "letterbox", "center-crop", "none"]).default("stretch"),
  color: z.enum(["rgb", "bgr", "gray"]).default("rgb"),
  mean: channelValues.default([0]),
  std: nonZeroChannelValues.default([255]),
  /** The layout of `.npy` and `.npz` data; images have none. */
  layout: z.enum(["nhwc", "nchw"]).default("nhwc"),
});

/** A folder or glob of images, or one `.npy`/`.npz` file; several are put together. */
const dataSchema = z.union([z.string().transform((path) => [path]), z.array(z.string()).min(1)]);

const evaluationSchema = z.union([
  dataSchema.transform((data) => ({ data, labels: undefined })),
  z.strictObject({ data: dataSchema, labels: z.string().optional() }),
]);

const socSchema = z.enum(SOCS);

/** A soc, with the oldest AXIS OS that its artifacts must run on where the user names one: `artpec-8@12.11`. */
const socChoiceSchema = z.string().transform((word, context) => {
  try {
    return parseSocChoice(word);
  } catch (error) {
    if (!(error instanceof DlpuError)) throw error;
    context.addIssue({ code: "custom", message: `${error.message} ${error.remedy}` });
    return z.NEVER;
  }
});

/** YAML reads the numbers that PyTorch names tensors with as numbers. */
const tensorName = z.union([z.string().min(1), z.int().nonnegative().transform(String)]);

const cutSchema = z.union([
  z.enum(["auto", "none"]),
  tensorName.transform((name) => [name]),
  z.array(tensorName).min(1),
]);

/** What may be said for all models under `defaults`, and for one model under `models`. */
const modelOptions = {
  preprocess: preprocessSchema.optional(),
  calibration: dataSchema.optional(),
  /** Where the model ends: at its own outputs, where the DLPU does, or at the named tensors. */
  cut: cutSchema.optional(),
  quantization: z.strictObject({ effort: z.enum(EFFORTS).optional() }).optional(),
  evaluation: evaluationSchema.optional(),
  /** Names of the classes in the order of the scores; needed where labels are words, shown where they are not. */
  classes: z.array(z.string()).min(2).optional(),
  socs: z.array(socChoiceSchema).min(1).optional(),
  budgets: budgetsSchema.optional(),
  task: taskSchema.optional(),
};

const modelSchema = z.strictObject({
  path: z.string().min(1),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "must be letters, digits, '.', '_' or '-'")
    .optional(),
  /** Static shapes by input name, for dynamic dimensions other than the batch. */
  inputs: z.record(z.string(), z.array(z.int().positive()).min(1).max(6)).optional(),
  ...modelOptions,
});

const targetOptionsSchema = z.strictObject({
  precision: z.enum(PRECISIONS).optional(),
  budgets: budgetsSchema.optional(),
});

/** A vendor's compiler that the user brings: exactly one of a folder, a container image and a URL. */
const compilerSourceSchema = z.union([
  z
    .strictObject({ folder: z.string().min(1) })
    .transform(({ folder }) => ({ kind: "folder" as const, folder })),
  z
    .strictObject({ image: z.string().regex(/^[a-z0-9][\w./:@-]*$/i, "must be an image name") })
    .transform(({ image }) => ({ kind: "image" as const, image })),
  z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits")
        .toLowerCase(),
      /** A request header for the URL's host alone; `secret` names the environment variable with its value. */
      header: z.strictObject({ name: z.string(), secret: z.string() }).optional(),
    })
    .transform(({ header, ...rest }) => ({
      kind: "url" as const,
      ...rest,
      ...(header === undefined ? {} : { header }),
    })),
]);

/** `dlpu.yml` as the user writes it. */
export const configFileSchema = z.strictObject({
  toolchains: z
    .strictObject({
      "edgetpu-compiler": compilerSourceSchema.optional(),
      cnngen: compilerSourceSchema.optional(),
    })
    .optional(),
  socs: z.array(socChoiceSchema).min(1).optional(),
  targets: z.partialRecord(socSchema, targetOptionsSchema).optional(),
  defaults: z.strictObject(modelOptions).optional(),
  models: z.array(z.union([z.string().transform((path) => ({ path })), modelSchema])).optional(),
});

export type Cut = z.infer<typeof cutSchema>;
export type ConfigFile = z.infer<typeof configFileSchema>;
export type ModelEntry = z.infer<typeof modelSchema>;
export type TargetOptions = z.infer<typeof targetOptionsSchema>;
