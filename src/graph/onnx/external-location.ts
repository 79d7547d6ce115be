import type { Graph } from "../graph.ts";
import type { ExternalReference } from "../data-type.ts";
import { sizeBytes } from "../tensor-shape.ts";

/** Where one constant of an ONNX model is kept, and how many bytes of it there must be. */
export interface ExternalConstant {
  readonly name: string;
  readonly reference: ExternalReference;
  /** As the model states it, or as the shape and element type need it. */
  readonly lengthBytes: number;
}

/** The constants that the model keeps in other files. */
export function listExternalConstants(graph: Graph): ExternalConstant[] {
  const tensors = graph.subgraphs.flatMap((subgraph) => subgraph.tensors);
  return tensors.flatMap((tensor) => {
    const reference = tensor.data?.reference;
    if (reference === undefined) return [];
    const lengthBytes = reference.lengthBytes ?? sizeBytes(tensor) ?? 0;
    return [{ name: tensor.name, reference, lengthBytes }];
  });
}

/**
 * The parts of a location below the model's folder; `undefined` when it could lead out of that folder.
 *
 * `weights/a.bin` gives `["weights", "a.bin"]`; absolute paths, `..`, drive letters, backslashes and NUL give nothing.
 */
export function splitExternalLocation(location: string): readonly string[] | undefined {
  if (/[\\:\0]/.test(location) || location.startsWith("/")) return undefined;
  const parts = location.split("/").filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? undefined : parts;
}
