import type { Graph, Tensor } from "../graph/graph.ts";
import { staticShape } from "../graph/tensor-shape.ts";
import { loadModelFile } from "../io/model-file.ts";
import type { FloatTensor } from "./import-model.ts";
import type { SourceKind } from "./source.ts";
import { classifyTflite } from "./source.ts";

/** A user's model as found on disk. */
export interface ModelSource {
  readonly kind: SourceKind;
  /** Over all bytes that belong to the model, external data and SavedModel folders included. */
  readonly sha256: string;
  /** Parsed, for the formats that dlpu reads itself. */
  readonly graph: Graph | undefined;
  /** The inputs of a file that is taken as it is; other models get theirs from the import. */
  readonly interface: readonly FloatTensor[] | undefined;
}
