import type { Target } from "../targets/target.ts";
import { findingOf } from "./check.ts";
import type { Finding } from "../result/finding.ts";
import type { Rule } from "./rule.ts";
import { compiledFile, otherChip } from "./rules/ambarella.ts";
import { graphAfterImport, unreadableFile } from "./rules/format.ts";

/** What a model without a readable graph was recognised as. */
export type OpaqueKind = "h5" | "keras" | "saved-model" | "ambarella-cv25" | "ambarella-cv75";

const NAMES: Readonly<Record<OpaqueKind, string>> = {
  h5: "a Keras .h5 file",
  keras: "a .keras archive",
  "saved-model": "a TensorFlow SavedModel",
  "ambarella-cv25": "a file compiled for Ambarella CV25",
  "ambarella-cv75": "a file compiled for Ambarella CV75",
};

/** The one finding that a model without a readable graph gets from a target. */
export function checkOpaque(kind: OpaqueKind, target: Target): Finding {
  const rule = ruleFor(kind, target);
  const remedy =
    rule === unreadableFile ? "Check the model that it was compiled from." : rule.remedy;
  return findingOf(rule, { subject: {}, evidence: NAMES[kind], remedy });
}

function ruleFor(kind: OpaqueKind, { compiledKind }: Target): Rule {
  const isCompiled = kind === "ambarella-cv25" || kind === "ambarella-cv75";
  if (!isCompiled) return graphAfterImport;
  if (compiledKind === undefined) return unreadableFile;
  return compiledKind === kind ? compiledFile : otherChip;
}
