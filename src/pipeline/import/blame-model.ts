import { onnxInvalid } from "../../check/rules/onnx-invalid.ts";
import { ToolchainError, UserError } from "../../errors.ts";
import type { ModelSource } from "./load-source.ts";

/**
 * What to say when an import failed: a converter cannot be blamed for a model that nothing can run.
 *
 * The import is tried all the same, since a cut may leave out what is wrong.
 */
export function blameModel(
  error: unknown,
  shownPath: string,
  { unrunnable }: ModelSource,
): unknown {
  if (!(error instanceof ToolchainError) || unrunnable === undefined) return error;
  return new UserError(
    `${shownPath} has nodes that no ONNX runtime can run: ${unrunnable.evidence}`,
    onnxInvalid.remedy,
    { code: onnxInvalid.code, cause: error },
  );
}
