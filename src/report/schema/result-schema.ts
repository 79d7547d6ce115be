import { z } from "zod";
import { preprocessSchema } from "../../config/schema.ts";
import type { DataType } from "../../graph/data-type.ts";
import type { Result } from "../../result/result.ts";
import { rewriteSchema } from "./rewrite-schema.ts";
import { EFFORTS } from "../../result/effort.ts";
import { PRECISIONS } from "../../result/precision.ts";
import { SOCS } from "../../targets/catalogue.ts";
import { layerErrorsSchema } from "./layer-errors-schema.ts";
import { changedAnswerSchema } from "./changed-answer-schema.ts";
import { budgetSchema } from "./budget-schema.ts";
import { intervalSchema, metricSchema } from "./metric-schema.ts";
import { networkSchema } from "./network-schema.ts";

/** What the user named, resolved; the soc is the build's. */
const deviceSchema = z.strictObject({
  product: z.string().max(100),
  soc: z.enum(SOCS),
  source: z.string(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const precision = z.enum([...PRECISIONS, "as given"]);

/** A path below a folder and never out of it, such as `calibration/0001.npy`. */
const pathBelow = z
  .string()
  .max(1_000)
  .regex(/^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\\\p{Cc}]+$/u, "must be a relative path without ..");

/** One name of a folder. */
const folderName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,120}$/);

const findingSchema = z.strictObject({
  code: z.string().max(100),
  severity: z.enum(["error", "warning", "info"]),
  subject: z.strictObject({
    operator: count.exactOptional(),
    tensor: count.exactOptional(),
    name: z.string().exactOptional(),
  }),
  evidence: z.string(),
  remedy: z.string(),
  source: z.string(),
});

const operatorSchema = z.strictObject({
  index: count,
  name: z.string(),
  placement: z.enum(["dlpu", "cpu"]),
  reasons: z.array(z.string()),
  macs: count.exactOptional(),
});

const stepSchema = z.strictObject({
  name: z.enum(["import", "samples", "quantize", "legalize", "compile", "verify", "package"]),
  outcome: z.enum(["done", "skipped", "failed"]),
  detail: z.array(z.string()),
  seconds: z.number().nonnegative(),
  peakMemoryBytes: count,
});

const fidelitySchema = z.strictObject({
  origin: z.literal("measured"),
  data: z.strictObject({
    kind: z.enum(["evaluation", "calibration", "synthetic"]),
    samples: count,
    sha256: sha256.nullable(),
  }),
  outputs: z.array(
    z.strictObject({
      name: z.string(),
      sqnrDb: z.number().nullable(),
      cosine: z.number().nullable(),
      errorToScatter: z.number().nullable(),
      neighbourAgreement: z.number().nullable(),
      parts: z.array(
        z.strictObject({
          name: z.string(),
          sqnrDb: z.number().nullable(),
          steps: z.number().nullable(),
        }),
      ),
      maxAbsError: z.number(),
      saturation: z.number().nullable(),
      equal: z.boolean(),
    }),
  ),
  top1Agreement: z.number().nullable(),
  accuracy: z
    .strictObject({ float: z.number().nullable(), final: z.number(), samples: count })
    .nullable(),
  emulation: z.strictObject({
    kernels: z.string(),
    spread: z
      .strictObject({
        kernels: z.string(),
        samples: count,
        maxLsb: z.number(),
        meanLsb: z.number(),
        differing: z.number(),
      })
      .nullable(),
  }),
  top1AgreementInterval: intervalSchema.nullable(),
  metrics: z.array(metricSchema),
  changedAnswers: z.array(changedAnswerSchema).max(10),
});

const DATA_TYPES = [
  ...(["float64", "float32", "float16", "bfloat16", "float8e4m3fn", "float8e4m3fnuz"] as const),
  ...(["float8e5m2", "float8e5m2fnuz", "float8e8m0", "float4e2m1"] as const),
  ...(["int64", "int32", "int16", "int8", "int4", "int2"] as const),
  ...(["uint64", "uint32", "uint16", "uint8", "uint4", "uint2"] as const),
  ...(["bool", "string", "complex64", "complex128", "resource", "variant", "unknown"] as const),
] satisfies DataType[];

const tensor = {
  index: count,
  name: z.string(),
  shape: z.array(count),
  dtype: z.enum(DATA_TYPES),
  sizeBytes: count,
  quantization: z.strictObject({ scale: z.number(), zeroPoint: z.int() }).nullable(),
  permutation: z.array(count),
};

const contractSchema = z.strictObject({
  schemaVersion: z.literal(1),
  soc: z.string(),
  file: z.string(),
  precision,
  larodDevice: z.string(),
  inputs: z.array(
    z.strictObject({
      ...tensor,
      layout: z.enum(["NHWC", "NCHW", "none"]),
      preprocess: z.strictObject(writtenPreprocess()).nullable(),
    }),
  ),
  outputs: z.array(z.strictObject(tensor)),
  replaced: z
    .array(
      z.strictObject({
        name: z.string(),
        from: z.array(z.string()),
        operators: z.array(z.string()),
        missing: z.array(z.string()),
      }),
    )
    .exactOptional(),
});

const scoreSchema = z.strictObject({
  worstSqnrDb: z.number(),
  meanSqnrDb: z.number(),
  top1Agreement: z.number().nullable(),
});

const quantizationSchema = z.strictObject({
  origin: z.literal("measured"),
  effort: z.enum(EFFORTS),
  techniques: z.array(z.string()),
  note: z.string().nullable(),
  fitted: count,
  heldOut: count,
  plain: scoreSchema.nullable(),
  shipped: scoreSchema.nullable(),
  tried: z.array(scoreSchema.extend({ techniques: z.array(z.string()) })),
  seconds: z.number().nonnegative(),
});

const buildSchema = z.strictObject({
  model: z.string(),
  name: folderName,
  soc: z.enum(SOCS),
  precision,
  verdict: z.enum(["passed", "warned", "failed", "skipped", "errored"]),
  reason: z.string().nullable(),
  findings: z.array(findingSchema),
  operators: z.array(operatorSchema),
  placementSource: z.literal("reported").exactOptional(),
  segments: count.nullable(),
  steps: z.array(stepSchema),
  fidelity: fidelitySchema.nullable(),
  quantization: quantizationSchema.nullable(),
  contract: contractSchema.nullable(),
  files: z.array(z.strictObject({ path: pathBelow, sizeBytes: count, sha256 })),
  toolchain: z.record(z.string(), z.string()),
  contentKey: sha256,
  reused: z.boolean(),
  budgets: z.array(budgetSchema),
  network: networkSchema.nullable(),
  devices: z.array(deviceSchema),
  rewrites: z.array(rewriteSchema),
  layers: layerErrorsSchema.nullable(),
  layersNote: z.string().exactOptional(),
});

/**
 * What `result.json` holds, as a parser: the only way in for results that come from a file, an artifact or a fork.
 *
 * Strings are untrusted text; renderers escape and shorten them.
 */
export const resultSchema: z.ZodType<Result> = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal("dlpu"), version: z.string().max(50) }),
  builds: z.array(buildSchema),
});

/** The preprocessing as a contract states it: every default written out. */
function writtenPreprocess() {
  const { resize, color, layout } = preprocessSchema.shape;
  const values = z.array(z.number()).min(1).max(4);
  return {
    resize: resize.unwrap(),
    color: color.unwrap(),
    mean: values,
    std: values,
    layout: layout.unwrap(),
  };
}
