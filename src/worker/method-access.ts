import { dirname } from "node:path";
import type { Method, MethodParams } from "./method-params.ts";

/** The files and folders that a step's process may touch; a folder stands for all that is in it. Absolute paths. */
export interface Access {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * What a step is given to read and to write: the worker's process confines itself to it.
 *
 * A step that writes files may write into their folder, because it makes them aside and renames them.
 */
export function accessOf<M extends Method>(method: M, params: MethodParams[M]): Access {
  return ACCESS[method](params);
}

const ACCESS: { readonly [M in Method]: (params: MethodParams[M]) => Access } = {
  import_onnx: ({ source, externalFiles = [], tflitePath, onnxPath }) => ({
    reads: [source, ...externalFiles],
    writes: foldersOf(tflitePath, onnxPath),
  }),
  import_tflite: ({ source, tflitePath }) => ({ reads: [source], writes: foldersOf(tflitePath) }),
  import_keras: ({ source, tflitePath }) => ({ reads: [source], writes: foldersOf(tflitePath) }),
  cut: ({ tflitePath, outPath }) => ({ reads: [tflitePath], writes: foldersOf(outPath) }),
  export_onnx: ({ tflitePath, onnxPath }) => ({
    reads: [tflitePath],
    writes: foldersOf(onnxPath),
  }),
  export_images: ({ files, outDir }) => ({ reads: files, writes: [outDir] }),
  take_pixels: ({ onnxPath, outPath }) => ({ reads: [onnxPath], writes: foldersOf(outPath) }),
  make_samples: ({ source, outDir }) => ({ reads: source.files, writes: [outDir] }),
  calibrate: ({ tflitePath, samplesDir, statsPath }) => ({
    reads: [tflitePath, samplesDir],
    writes: foldersOf(statsPath),
  }),
  quantize: ({ tflitePath, statsPath, outPath }) => ({
    reads: [tflitePath, statsPath],
    writes: foldersOf(outPath),
  }),
  rescue: ({ tflitePath, statsPath, samplesDir, outPath, exactPath }) => ({
    reads: [tflitePath, statsPath, samplesDir],
    writes: foldersOf(outPath, exactPath),
  }),
  legalize: ({ tflitePath, samplesDir, outPath }) => ({
    reads: [tflitePath, samplesDir],
    writes: foldersOf(outPath),
  }),
  run: ({ modelPath, samplesDir, outDir }) => ({
    reads: [modelPath, samplesDir],
    writes: [outDir],
  }),
  compare: ({ referenceDir, candidateDir }) => readsOnly(referenceDir, candidateDir),
  neighbours: ({ referenceDir, candidateDir }) => readsOnly(referenceDir, candidateDir),
  changed_answers: ({ referenceDir, candidateDir, pictures }) =>
    readsOnly(referenceDir, candidateDir, ...pictures),
  score: ({ samplesDir, referenceDir, candidateDir, labels }) =>
    readsOnly(samplesDir, referenceDir, candidateDir, ...labelFilesOf(labels)),
  spread: ({ firstDir, secondDir }) => readsOnly(firstDir, secondDir),
  layers: ({ floatPath, integerPath, samplesDir, referenceDir, candidateDir }) =>
    readsOnly(floatPath, integerPath, samplesDir, referenceDir, candidateDir),
  versions: () => readsOnly(),
};

function readsOnly(...reads: readonly string[]): Access {
  return { reads, writes: [] };
}

function foldersOf(...files: readonly string[]): string[] {
  return [...new Set(files.filter((file) => file !== "").map((file) => dirname(file)))];
}

function labelFilesOf(labels: MethodParams["score"]["labels"]): readonly string[] {
  switch (labels.kind) {
    case "classes":
      return [];
    case "boxes":
      return [labels.path, ...(labels.pictures ?? [])];
    case "masks":
      return labels.files;
    case "array":
      return [labels.path];
  }
}
