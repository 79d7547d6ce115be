import { z } from "zod";
import type { Task } from "../config/task.ts";
import { METRIC_NAMES } from "../pipeline/verify/task-metric.ts";
import { layersReply } from "./layers-reply.ts";

/** Shapes of tensors by input name, in the model's own layout. */
export type InputShapes = Readonly<Record<string, readonly number[]>>;

/** A graph input as samples are made for it. */
export interface SampleInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** `x = (pixel - mean) / std`, pixels 0 to 255, channels in the order that the model takes. */
export interface Preprocess {
  readonly resize: "stretch" | "letterbox" | "center-crop" | "none";
  readonly color: "rgb" | "bgr" | "gray";
  /** One value for all channels, or one a channel. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** The layout of `.npy` and `.npz` samples; pictures follow the model. */
  readonly layout: "nhwc" | "nchw";
  /** Pixel value of the bars that `letterbox` adds. */
  readonly pad: number;
}

/** What sets a tensor's range: the smallest and largest value seen, or the least squared error. */
const RANGE_FITS = ["extremes", "least-squares"] as const;
export type RangeFit = (typeof RANGE_FITS)[number];

/** How weights, graph inputs and graph outputs of a full-integer model are represented. */
export interface QuantizeRecipe {
  readonly weights: "per-tensor" | "per-channel";
  readonly fullyConnected: "per-tensor" | "per-channel";
  readonly input: "uint8" | "int8" | "float32";
  readonly output: "uint8" | "int8" | "float32";
}

/** One permutation an input and output, from a model's source axes to its `.tflite`'s. */
export interface AxisOrders {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

const tensor = z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() });
const importedTensor = tensor.extend({
  sourceName: z.string(),
  /** -1 for a dimension that the source leaves open. */
  sourceShape: z.array(z.number()),
  sourceDtype: z.string(),
  /** `result.shape[i] === source.shape[permutation[i]]`. */
  permutation: z.array(z.number()),
});
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

/** What each method takes; every path is absolute. */
export interface MethodParams {
  import_onnx: {
    source: string;
    inputShapes: InputShapes;
    tflitePath: string;
    onnxPath: string;
    /** Tensors of the source that become the outputs; its own outputs where absent. */
    cutAt?: readonly string[];
  };
  import_tflite: { source: string; inputShapes: InputShapes; tflitePath: string };
  import_keras: { source: string; inputShapes: InputShapes; tflitePath: string };
  /** Writes the float model that ends at the named tensors. */
  cut: { tflitePath: string; cutAt: readonly string[]; outPath: string };
  export_onnx: { tflitePath: string; onnxPath: string };
  export_images: {
    files: readonly string[];
    width: number;
    height: number;
    preprocess: Preprocess;
    limit: number;
    outDir: string;
  };
  take_pixels: { onnxPath: string; preprocess: Preprocess; outPath: string };
  make_samples: {
    inputs: readonly SampleInput[];
    source: { kind: "images" | "arrays" | "synthetic"; files: readonly string[] };
    preprocess: Preprocess | null;
    limit: number;
    seed: number;
    outDir: string;
  };
  calibrate: {
    tflitePath: string;
    samplesDir: string;
    statsPath: string;
    /** By input: the range that it is known to have, whatever the samples show. */
    inputRanges: readonly ({ readonly min: number; readonly max: number } | null)[];
    ranges: RangeFit;
  };
  quantize: { tflitePath: string; statsPath: string; recipe: QuantizeRecipe; outPath: string };
  /** Writes the float model that quantizes best; its ranges are to be found anew. */
  rescue: {
    tflitePath: string;
    statsPath: string;
    samplesDir: string;
    recipe: QuantizeRecipe;
    effort: "fast" | "best";
    outPath: string;
    /** Where to put the same float model with its weights not rounded yet. */
    exactPath: string;
  };
  /** Writes the rewritten file where it changed something and still computes the same. */
  legalize: {
    tflitePath: string;
    rewrite: string;
    /** Positions of the operators that may change; null for all. */
    operators: readonly number[] | null;
    /** The newest version of each operator that the target knows; none for a runtime that is not known. */
    newest: Readonly<Record<string, number>>;
    /** Square kernels that the accelerator takes. */
    kernels: readonly number[];
    samplesDir: string;
    outPath: string;
  };
  run: {
    modelPath: string;
    samplesDir: string;
    /** `builtin` and `reference` are second opinions; `reference` is slow and lacks operators. */
    kernels: "fast" | "builtin" | "reference";
    /** Needed for an `.onnx` fed with samples of its `.tflite`. */
    axisOrders: AxisOrders | null;
    /** How the samples were normalized, for a model that takes raw pixels instead. */
    pixels: Preprocess | null;
    limit: number;
    outDir: string;
  };
  compare: {
    referenceDir: string;
    candidateDir: string;
    /** Outputs of the candidate's `run`. */
    candidateOutputs: readonly z.infer<typeof ranTensor>[];
  };
  changed_answers: {
    referenceDir: string;
    candidateDir: string;
    outputs: readonly number[] | null;
    /** Class indices and picture files, in the samples' order. */
    labels: readonly number[];
    pictures: readonly string[];
  };
  score: {
    task: Task;
    samplesDir: string;
    resize: Preprocess["resize"];
    referenceDir: string;
    candidateDir: string;
    /** Positions of those that a classifier's scores are looked for in; `null`: all. */
    outputs: readonly number[] | null;
    /** In the samples' order. */
    labels:
      | { kind: "classes"; classes: readonly number[] }
      | {
          kind: "boxes";
          path: string;
          imageIds: readonly number[];
          /** `null` for arrays: the boxes are in pixels of the size that the JSON states, else of the input. */
          pictures: readonly string[] | null;
          classes: readonly string[] | null;
        }
      | { kind: "masks"; files: readonly string[] }
      /** A `.npy` with a class index or a mask for each of the samples that were offered. */
      | { kind: "array"; path: string; samples: number };
  };
  spread: {
    firstDir: string;
    secondDir: string;
    outputs: readonly z.infer<typeof ranTensor>[];
  };
  /** Compares the float and the integer model layer by layer; the folders are those that `run` wrote. */
  layers: {
    floatPath: string;
    integerPath: string;
    samplesDir: string;
    /** Most samples to run layer by layer. */
    limit: number;
    referenceDir: string;
    candidateDir: string;
    candidateOutputs: readonly z.infer<typeof ranTensor>[];
  };
  versions: Record<string, never>;
}

export type Method = keyof MethodParams;
export type MethodResult<M extends Method> = z.infer<(typeof results)[M]>;

/** What a step cost. */
export interface Cost {
  readonly seconds: number;
  /** Resident peak of the step's process, the worker's preloaded libraries included. */
  readonly peakMemoryBytes: number;
}

const errorReply = z.object({
  kind: z.enum(["user", "toolchain", "crashed", "timeout", "memory", "cancelled"]),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  detail: z.string(),
});

/** A failure as the worker reports it. */
export type ErrorReply = z.infer<typeof errorReply>;

const cost = { seconds: z.number(), peakMemoryBytes: z.number() };
const message = z.union([
  z.object({
    id: z.number(),
    event: z.literal("progress"),
    stage: z.string(),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ id: z.number(), ok: z.literal(true), result: z.unknown(), ...cost }),
  z.object({ id: z.number(), ok: z.literal(false), error: errorReply, ...cost }),
]);

/** One line from the worker. */
export type Message = z.infer<typeof message>;

/** Parses a line from the worker; throws on anything the protocol does not know. */
export function parseMessage(line: string): Message {
  return message.parse(JSON.parse(line));
}

/** Parses what a method returned. */
export function parseResult<M extends Method>(method: M, result: unknown): MethodResult<M> {
  // The map's value type is the union over methods; indexing with M picks the one for M.
  return results[method].parse(result) as MethodResult<M>;
}
