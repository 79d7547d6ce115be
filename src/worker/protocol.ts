import { z } from "zod";

/** A graph input or output of a float `.tflite`, and what it was in the source model. */
const tensorSchema = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  dtype: z.string(),
});

/** A change of the graph that keeps its function. */
const rewriteSchema = z.object({ code: z.string(), detail: z.string() });

const importSchema = z.object({
  inputs: z.array(tensorSchema),
  outputs: z.array(tensorSchema),
  rewrites: z.array(rewriteSchema),
  /** Largest difference to the source model's own outputs on seeded inputs. */
  maxAbsDiff: z.number(),
  maxRelativeDiff: z.number(),
});

const imageSchema = z.object({ file: z.string(), sha256: z.string() });

const samplesSchema = z.object({
  /** Samples written; every input's array has this many. */
  count: z.int(),
  synthetic: z.boolean(),
  /** SHA-256 over the arrays that were written. */
  sha256: z.string(),
  /** The image of each sample, in order; empty unless images were read. */
  images: z.array(imageSchema),
  undecodable: z.array(z.object({ file: z.string(), reason: z.string() })),
  /** Groups of files with the same pixels. */
  duplicates: z.array(z.array(z.string())),
  /** Images of one colour. */
  constant: z.array(z.string()),
  /** Of the prepared values, by input. */
  ranges: z.array(z.object({ min: z.number(), max: z.number() })),
});

const quantizeSchema = z.object({
  /** Operators that no quantizer here makes integer, by name in TFLite's schema. */
  floatOperators: z.array(z.object({ name: z.string(), output: z.string(), reason: z.string() })),
  /** What made the file, such as `litert-quantizer, litert-converter`. */
  route: z.string(),
});

const runSchema = z.object({
  samples: z.int(),
  /** Why fewer samples than given were run, or an empty text. */
  limitedBy: z.string(),
  outputs: z.array(
    tensorSchema.extend({ scale: z.number().nullable(), zeroPoint: z.int().nullable() }),
  ),
  secondsPerSample: z.number(),
  /** Runtime and kernels, such as `LiteRT 2.3.0, XNNPACK`. */
  kernels: z.string(),
});

const compareSchema = z.object({
  samples: z.int(),
  outputs: z.array(
    z.object({
      name: z.string(),
      /** `null` where the outputs are equal or the reference is all zero. */
      sqnrDb: z.number().nullable(),
      cosine: z.number().nullable(),
      maxAbsError: z.number(),
      saturation: z.number().nullable(),
      equal: z.boolean(),
      /** Every element of every sample has one value. */
      constant: z.boolean(),
      /** Every sample gives the same answer although the inputs differ. */
      sameForAllInputs: z.boolean(),
      /** The reference itself gives the same answer to every sample. */
      referenceSameForAllInputs: z.boolean(),
      nonFinite: z.int(),
    }),
  ),
  /** `null` where no output looks like class scores. */
  top1Agreement: z.number().nullable(),
  accuracy: z.object({ reference: z.number(), candidate: z.number(), samples: z.int() }).nullable(),
});

const spreadSchema = z.object({
  samples: z.int(),
  maxLsb: z.number(),
  meanLsb: z.number(),
  differing: z.number(),
});

/** How an image or array becomes a model's input: `x = (pixel - mean) / std`, pixels from 0 to 255. */
export interface PreprocessParams {
  readonly resize: "stretch" | "letterbox" | "center-crop" | "none";
  readonly color: "rgb" | "bgr" | "gray";
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly layout: "nhwc" | "nchw";
}

/** Where samples come from. */
export type SampleSource =
  | { readonly kind: "images"; readonly files: readonly string[] }
  | { readonly kind: "array"; readonly file: string }
  | { readonly kind: "synthetic" };

interface TensorParams {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

interface ImportParams {
  readonly source: string;
  /** Static shapes by input name, in the source's own layout. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly tflitePath: string;
}

/** What each method is given. All paths are absolute. */
export interface ParamsByMethod {
  readonly import_onnx: ImportParams & { readonly onnxPath: string };
  readonly import_tflite: ImportParams;
  readonly import_keras: ImportParams;
  readonly export_onnx: { readonly tflitePath: string; readonly onnxPath: string };
  readonly make_samples: {
    readonly inputs: readonly TensorParams[];
    readonly source: SampleSource;
    readonly preprocess: PreprocessParams;
    /** At most so many samples; more files are thinned out evenly. */
    readonly limit: number;
    readonly seed: number;
    readonly outDir: string;
  };
  readonly calibrate: {
    readonly tflitePath: string;
    readonly samplesDir: string;
    readonly statsPath: string;
    /** Ranges of inputs that are known rather than observed, by input index: all values a pixel can take. */
    readonly inputRanges: readonly ({ readonly min: number; readonly max: number } | null)[];
  };
  readonly quantize: {
    readonly tflitePath: string;
    readonly statsPath: string;
    readonly recipe: {
      readonly weights: "per-tensor" | "per-channel";
      readonly fullyConnected: "per-tensor" | "per-channel";
      readonly input: "uint8" | "int8" | "float32";
      readonly output: "uint8" | "int8" | "float32";
    };
    readonly outPath: string;
  };
  readonly run: {
    readonly modelPath: string;
    readonly samplesDir: string;
    readonly kernels: "fast" | "reference";
    readonly limit: number;
    readonly outDir: string;
  };
  readonly compare: {
    /** `null`: there is no float model, only the candidate is looked at. */
    readonly referenceDir: string | null;
    readonly candidateDir: string;
    /** Class index of each sample, in order; `null` without labels. */
    readonly labels: readonly number[] | null;
  };
  readonly spread: { readonly firstDir: string; readonly secondDir: string };
  readonly versions: Readonly<Record<string, never>>;
}

/** What each method answers. */
export const RESULT_SCHEMAS = {
  import_onnx: importSchema,
  import_tflite: importSchema,
  import_keras: importSchema,
  export_onnx: z.object({ maxAbsDiff: z.number(), maxRelativeDiff: z.number() }),
  make_samples: samplesSchema,
  calibrate: z.object({ samples: z.int(), tensors: z.int() }),
  quantize: quantizeSchema,
  run: runSchema,
  compare: compareSchema,
  spread: spreadSchema,
  versions: z.record(z.string(), z.string()),
} as const;

export type Method = keyof typeof RESULT_SCHEMAS;
export type Params<M extends Method> = ParamsByMethod[M];
export type Result<M extends Method> = z.infer<(typeof RESULT_SCHEMAS)[M]>;

/** Everything that the worker may write on a line. */
export const messageSchema = z.union([
  z.object({
    id: z.int(),
    event: z.literal("progress"),
    stage: z.string(),
    done: z.int(),
    total: z.int(),
  }),
  z.object({
    id: z.int(),
    ok: z.literal(true),
    result: z.unknown(),
    seconds: z.number(),
    peakMemoryBytes: z.number(),
  }),
  z.object({
    id: z.int(),
    ok: z.literal(false),
    error: z.object({
      kind: z.enum(["user", "toolchain", "crashed", "timeout", "memory", "cancelled"]),
      code: z.string(),
      message: z.string(),
      remedy: z.string(),
      detail: z.string(),
    }),
    seconds: z.number(),
    peakMemoryBytes: z.number(),
  }),
]);

export type Message = z.infer<typeof messageSchema>;
export type ErrorReply = Extract<Message, { ok: false }>["error"];
