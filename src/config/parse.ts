import { parseDocument } from "yaml";
import { z } from "zod";
import { UserError } from "../errors.ts";
import { findNearest } from "../words/nearest.ts";
import type { ConfigFile } from "./schema.ts";
import { configFileSchema } from "./schema.ts";

const DOCS = "See docs/configuration.md for every key of dlpu.yml.";

/**
 * Parses the text of a `dlpu.yml`.
 *
 * @throws UserError that lists every mistake with its place and, for unknown words, the nearest known one.
 */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const document = parseDocument(text, { prettyErrors: true });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    throw new UserError(`${path} is not valid YAML: ${mistake.message.trim()}`, DOCS);
  }
  const parsed = configFileSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.flatMap(innermost).map(describe);
  throw new UserError(`${path} is not a valid configuration: ${lines.join("; ")}`, DOCS);
}

/** What zod says of a union that words no message of its own. */
const UNWORDED = "Invalid input";

/** Of a union's alternatives, the one that got furthest says most about what the user meant. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.message !== UNWORDED) return [issue];
  const deepest = issue.errors
    .map((issues) => ({ issues, depth: Math.max(...issues.map((inner) => inner.path.length)) }))
    .sort((a, b) => b.depth - a.depth)[0];
  if (deepest === undefined) return [issue];
  return deepest.issues
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
    .flatMap(innermost);
}

function describe(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join(".");
  const where = place === "" ? "" : `${place}: `;
  if (issue.code === "unrecognized_keys") {
    return `${where}${issue.keys.map((key) => unknownKey(key, knownKeys(issue.path))).join(", ")}`;
  }
  if (issue.code === "invalid_value") {
    return `${where}must be one of ${issue.values.map(String).join(", ")}`;
  }
  return `${where}${issue.message}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = findNearest(key, known);
  return `unknown key "${key}"${nearest === undefined ? "" : ` (did you mean "${nearest}"?)`}`;
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  const schema = z.toJSONSchema(configFileSchema, { io: "input" });
  return propertyNames(path.reduce<unknown>(step, schema));
}

/** One step down a JSON Schema: into a property, an array's items or a map's values, through unions. */
function step(schema: unknown, key: PropertyKey): unknown {
  const branches = alternatives(schema);
  for (const branch of branches) {
    const below =
      typeof key === "number"
        ? branch["items"]
        : (record(branch["properties"])[String(key)] ?? branch["additionalProperties"]);
    if (below !== undefined) return below;
  }
  return undefined;
}

function propertyNames(schema: unknown): string[] {
  return alternatives(schema).flatMap((branch) => Object.keys(record(branch["properties"])));
}

function alternatives(schema: unknown): Record<string, unknown>[] {
  const { anyOf, oneOf = anyOf, ...rest } = record(schema);
  return Array.isArray(oneOf) ? oneOf.flatMap(alternatives) : [rest];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
