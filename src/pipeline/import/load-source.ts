import { type OperatorNote, violationOf } from "../../check/evidence.ts";
import type { Violation } from "../../check/rule.ts";
import { isForeign } from "../../check/rules/onnx.ts";
import { findInvalidNodes } from "../../check/rules/onnx-invalid.ts";
import { UserError } from "../../errors.ts";
import type { Graph, Tensor } from "../../graph/graph.ts";
import { quantizationGranularity } from "../../graph/quantization-granularity.ts";
import { sha256, sha256File, sha256Folder } from "../../io/hash.ts";
import type { ModelFile } from "../../io/model-file.ts";
import { loadModelFile } from "../../io/model-file.ts";
import type { FloatTensor } from "./float-tensor.ts";
import type { SourceKind } from "./source.ts";
import { classifyTflite } from "./source.ts";

/** A user's model as found on disk. */
export interface ModelSource {
  readonly kind: SourceKind;
  /** Over all bytes that belong to the model, external data and SavedModel folders included. */
  readonly sha256: string;
  /** The inputs of a file that is taken as it is; other models get theirs from the import. */
  readonly givenInputs: readonly FloatTensor[] | undefined;
  /** The nodes of an ONNX model that nothing here can run; `undefined` where nothing is known against it. */
  readonly unrunnable?: Violation | undefined;
}

/**
 * Reads what a model is, without running it.
 *
 * @throws UserError for files that are no source model, ModelParseError for damaged ones.
 */
export async function loadSource(path: string): Promise<ModelSource> {
  const file = await loadModelFile(path);
  switch (file.kind) {
    case "tflite": {
      const kind = classifyTflite(file.graph);
      const givenInputs = kind === "tflite-integer" ? inputsOf(file.graph) : undefined;
      return { kind, sha256: sha256(file.bytes), givenInputs };
    }
    case "onnx":
      return {
        kind: "onnx",
        sha256: await sha256Onnx(file),
        givenInputs: undefined,
        unrunnable: violationOf(findUnrunnable(file.graph))[0],
      };
    case "h5":
    case "keras":
      return { kind: "keras", sha256: await sha256File(path), givenInputs: undefined };
    case "saved-model":
      return { kind: "saved-model", sha256: await sha256Folder(path), givenInputs: undefined };
    case "compiled":
      throw new UserError(
        `${path} is already compiled for ${file.format.vendor} ${file.format.chip}`,
        "Give dlpu the ONNX model that it was compiled from; dlpu inspect shows what a compiled file is.",
        { code: "DLPU-IMPORT-COMPILED" },
      );
  }
}

function findUnrunnable(graph: Graph): readonly OperatorNote[] {
  const foreign = (graph.subgraphs[0]?.operators ?? []).filter(isForeign);
  return [
    ...findInvalidNodes(graph),
    ...foreign.map((operator) => ({ operator, note: "operator of another domain" })),
  ];
}

async function sha256Onnx(file: Extract<ModelFile, { externalFiles: unknown }>): Promise<string> {
  const hashes = await Promise.all(file.externalFiles.map(sha256File));
  return hashes.length === 0
    ? sha256(file.bytes)
    : sha256([sha256(file.bytes), ...hashes].join(" "));
}

function inputsOf(graph: Graph): FloatTensor[] {
  return (graph.subgraphs[0]?.inputs ?? []).map((tensor: Tensor) => ({
    name: tensor.name,
    // LiteRT allocates an open size as 1.
    shape: (tensor.shape ?? []).map((size) => (typeof size === "number" && size > 0 ? size : 1)),
    // Samples of a quantized input are the values that it stands for; its scale makes them integers when the file runs.
    dtype: quantizationGranularity(tensor) === "none" ? tensor.dtype : "float32",
  }));
}
