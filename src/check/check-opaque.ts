import type { CompiledFormat } from "../graph/recognize-model.ts";
import type { Finding } from "../result/finding.ts";
import { findingOf, type Judge } from "./check.ts";
import { graphAfterImport, unreadableFile } from "./rules/format.ts";

/** A model whose graph is known only after import. */
export type ImportedKind = "h5" | "keras" | "saved-model";

const NAMES: Readonly<Record<ImportedKind, string>> = {
  h5: "a Keras .h5 file",
  keras: "a .keras archive",
  "saved-model": "a TensorFlow SavedModel",
};

/** The one finding that a model gets whose graph is known only after import. */
export function checkBeforeImport(kind: ImportedKind): Finding {
  const { remedy } = graphAfterImport;
  return findingOf(graphAfterImport, { subject: {}, evidence: NAMES[kind], remedy });
}

/** The one finding that a file gets which a compiler made: no graph can be read from it. */
export function checkCompiled(format: CompiledFormat, { compiled }: Judge): Finding {
  const evidence = `a file compiled for ${format.vendor} ${format.chip}`;
  if (compiled === undefined) {
    const remedy = "Check the model that it was compiled from.";
    return findingOf(unreadableFile, { subject: {}, evidence, remedy });
  }
  const rule = compiled.kind === format.kind ? compiled.own : compiled.foreign;
  return findingOf(rule, { subject: {}, evidence });
}
