import { z } from "zod";
import { METRIC_NAMES } from "../result/task-metric.ts";
import { layersReply } from "./layers-reply.ts";

/** What sets a tensor's range: the smallest and largest value seen, or the least squared error. */
const RANGE_FITS = ["extremes", "least-squares"] as const;
export type RangeFit = (typeof RANGE_FITS)[number];

const tensor = z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() });
const importedTensor = tensor.extend({
  sourceName: z.string(),
  /** -1 for a dimension that the source leaves open. */
  sourceShape: z.array(z.number()),
  sourceDtype: z.string(),
  /** `result.shape[i] === source.shape[permutation[i]]`. */
  permutation: z.array(z.number()),
});
/** An output of a model that was run. */
export type RanTensor = z.infer<typeof ranTensor>;

const ranTensor = tensor.extend({ scale: z.number().nullable(), zeroPoint: z.number().nullable() });
const imported = z.object({
  inputs: z.array(importedTensor),
  outputs: z.array(importedTensor),
  rewrites: z.array(z.object({ code: z.string(), detail: z.string() })),
  /** Against the source in its own runtime, on seeded probes. */
  maxAbsDiff: z.number(),
  /** The same, relative to each output's largest value. */
  maxRelativeDiff: z.number(),
});

/** An integer file against the float model, on held-out calibration samples. */
const quantizationScore = z.object({
  /** Of the worst output that carries a signal. */
  worstSqnrDb: z.number(),
  meanSqnrDb: z.number(),
  /** Share of samples with the same best class; null without class scores. */
  top1Agreement: z.number().nullable(),
});

const interval = z.object({ low: z.number(), high: z.number() });

const results = {
  import_onnx: imported,
  import_tflite: imported,
  import_keras: imported,
  export_onnx: imported,
  cut: z.object({ outputs: z.array(tensor), removed: z.number() }),
  make_samples: z.object({
    /** Pictures or rows offered, before undecodable ones and the limit. */
    count: z.number(),
    used: z.number(),
    synthetic: z.boolean(),
    images: z.array(z.object({ file: z.string(), sha256: z.string() })),
    undecodable: z.array(z.object({ file: z.string(), reason: z.string() })),
    duplicates: z.array(z.array(z.string())),
    constant: z.array(z.string()),
    /** Of the first input, after preprocessing. */
    range: z.object({ min: z.number(), max: z.number() }),
  }),
  export_images: z.object({ files: z.array(z.string()) }),
  take_pixels: z.object({ rewrites: z.array(z.object({ code: z.string(), detail: z.string() })) }),
  calibrate: z.object({ tensors: z.number(), samples: z.number() }),
  quantize: z.object({
    inputs: z.array(tensor),
    outputs: z.array(tensor),
    floatOperators: z.array(
      z.object({
        /** Position in the quantized file. */
        index: z.number(),
        operator: z.string(),
        name: z.string(),
        reason: z.string(),
      }),
    ),
    finalizer: z.string(),
    /** Why better finalizers were passed over. */
    notes: z.array(z.string()),
  }),
  rescue: z.object({
    /** Empty when nothing beats the plain recipe. */
    techniques: z.array(z.string()),
    /** What `calibrate` is to set the model's ranges by. */
    ranges: z.enum(RANGE_FITS),
    /** Samples that the techniques learnt from. */
    fitted: z.number(),
    /** Samples that chose among them, and took no part in fitting. */
    heldOut: z.number(),
    /** The plain recipe first; empty without enough samples to learn from. */
    tried: z.array(quantizationScore.extend({ techniques: z.array(z.string()) })),
    plain: quantizationScore.nullable(),
    best: quantizationScore.nullable(),
  }),
  legalize: z.object({
    /** A line for each operator; empty where there was nothing to change. */
    changed: z.array(z.string()),
    /** What the outputs may differ by, in words. */
    bound: z.string(),
    /** Why the rewrite was not kept. */
    refusal: z.string().nullable(),
    proof: z
      .object({
        kernels: z.enum(["builtin", "reference"]),
        samples: z.number(),
        randomInputs: z.number(),
        maxSteps: z.number(),
        sqnrDb: z.number().nullable(),
      })
      .nullable(),
  }),
  run: z.object({
    samples: z.number(),
    inputs: z.array(ranTensor),
    outputs: z.array(ranTensor),
    secondsPerSample: z.number(),
  }),
  compare: z.object({
    samples: z.number(),
    outputs: z.array(
      z.object({
        name: z.string(),
        /** Null when both are equal, or the reference is zero everywhere. */
        sqnrDb: z.number().nullable(),
        cosine: z.number().nullable(),
        /** Root of the error's share of how far the reference's values are from their means; null where they do not move. */
        errorToScatter: z.number().nullable(),
        /** In the order of the call's; `steps` of the output's quantization that the reference's values span. */
        parts: z.array(
          z.object({
            name: z.string(),
            sqnrDb: z.number().nullable(),
            steps: z.number().nullable(),
          }),
        ),
        maxAbsError: z.number(),
        /** Share of values at the ends of the quantized range; null for float outputs. */
        saturationShare: z.number().nullable(),
        hasNan: z.boolean(),
        isConstant: z.boolean(),
        isEqualAcrossSamples: z.boolean(),
        referenceIsConstant: z.boolean(),
        referenceIsEqualAcrossSamples: z.boolean(),
        top1Agreement: z.number().nullable(),
        /** Of the reference, by channel (last axis), how much a scale must hold; null for class scores and the like. */
        channelSpans: z.array(z.number()).nullable(),
      }),
    ),
  }),
  /** By output; null for fewer than three samples. */
  neighbours: z.object({ samples: z.number(), agreements: z.array(z.number().nullable()) }),
  score: z.object({
    /** Of classifiers: on how many samples which of the two is right. */
    shares: z.array(
      z.object({
        name: z.enum(METRIC_NAMES),
        bothRight: z.number(),
        onlyReference: z.number(),
        onlyCandidate: z.number(),
        bothWrong: z.number(),
      }),
    ),
    /** Of other tasks: a measure of both, with 95 % intervals by drawing the samples anew. */
    resampled: z.array(
      z.object({
        name: z.enum(METRIC_NAMES),
        reference: z.number(),
        candidate: z.number(),
        referenceInterval: interval.nullable(),
        candidateInterval: interval.nullable(),
        dropInterval: interval.nullable(),
        samples: z.number(),
      }),
    ),
  }),
  changed_answers: z.object({
    changed: z.array(
      z.object({
        picture: z.string(),
        label: z.number(),
        reference: z.number(),
        candidate: z.number(),
        jpegBase64: z.string().nullable(),
      }),
    ),
  }),
  spread: z.object({
    samples: z.number(),
    outputs: z.array(
      z.object({
        name: z.string(),
        /** In units of the output's scale; null for float outputs. */
        maxLsb: z.number().nullable(),
        meanLsb: z.number().nullable(),
        maxAbsDiff: z.number(),
        /** Share of values that differ. */
        share: z.number(),
      }),
    ),
  }),
  layers: layersReply,
  versions: z.object({ python: z.string(), packages: z.record(z.string(), z.string()) }),
} satisfies Record<string, z.ZodType>;

export type MethodResult<M extends keyof typeof results> = z.infer<(typeof results)[M]>;

/** Parses what a method returned. */
export function parseResult<M extends keyof typeof results>(
  method: M,
  result: unknown,
): MethodResult<M> {
  // The map's value type is the union over methods; indexing with M picks the one for M.
  return results[method].parse(result) as MethodResult<M>;
}
