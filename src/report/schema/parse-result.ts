import { UserError } from "../../errors.ts";
import type { Result } from "../../result/result.ts";
import { resultSchema } from "./result-schema.ts";

/**
 * Parses the text of a `result.json`.
 *
 * @throws UserError that names the place, never quoting what stands there.
 */
export function parseResult(text: string, origin: string): Result {
  const parsed = resultSchema.safeParse(parseJson(text, origin));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join(".") ?? "";
  throw invalidResult(
    origin,
    `${place === "" ? "the document" : place}: ${issue?.code ?? "invalid"}`,
  );
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidResult(origin, "it is not JSON");
  }
}

/** The error for a document that is no result. */
export function invalidResult(origin: string, why: string): UserError {
  return new UserError(
    `${origin} is not a result of dlpu: ${why}`,
    "Name a result.json that this version of dlpu wrote; results of other versions must be built again.",
    { code: "DLPU-RESULT" },
  );
}
