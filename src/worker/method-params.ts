import type { Task } from "../result/task.ts";
import type { RangeFit, RanTensor } from "./method-results.ts";

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

/** A slice of an output: from `start` up to and without `end` of `axis`, the batch included. */
export interface OutputPart {
  readonly name: string;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/** What is declared about a model's inputs: an import is proved on such values. */
export interface DeclaredInputs {
  readonly images: readonly string[];
  readonly arrays: readonly string[];
  readonly preprocess: Preprocess;
}

/** What each method takes; every path is absolute. */
export interface MethodParams {
  import_onnx: {
    source: string;
    inputShapes: InputShapes;
    tflitePath: string;
    onnxPath: string;
    /** Tensors of the source that become the outputs; its own outputs where absent. */
    cutAt?: readonly string[];
    /** Values from 0 to 1 where absent. */
    declared?: DeclaredInputs;
  };
  import_tflite: {
    source: string;
    inputShapes: InputShapes;
    tflitePath: string;
    /** Values from 0 to 1 where absent. */
    preprocess?: Preprocess;
  };
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
    candidateOutputs: readonly RanTensor[];
    /** By output, what is joined into it. */
    parts: readonly (readonly OutputPart[])[];
  };
  neighbours: { referenceDir: string; candidateDir: string };
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
    outputs: readonly RanTensor[];
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
    candidateOutputs: readonly RanTensor[];
  };
  versions: Record<string, never>;
}

export type Method = keyof MethodParams;
