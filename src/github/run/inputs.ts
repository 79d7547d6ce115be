import { z } from "zod";
import { parseJson } from "../../config/parse-json.ts";
import { findNearest } from "../../words/nearest.ts";
import { UserError } from "../../errors.ts";

/** Every input of every action here, as written in the `action.yml` files. */
export const INPUT_NAMES = [
  ...([
    "models",
    "soc",
    "config",
    "shard",
    "out",
    "fail-on",
    "comment",
    "baseline",
    "history",
  ] as const),
  ...(["artifact-name", "retention-days", "cache", "token", "jobs", "results"] as const),
  ...(["expected", "given", "artifacts", "problem", "matrix-jobs"] as const),
] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/** The typed inputs of one action; each method fails with the legal values in its message. */
export interface Inputs {
  /** The text, or `undefined` where it is empty. */
  readonly find: (name: InputName) => string | undefined;
  /** Items between commas and line ends, without empty ones. */
  readonly list: (name: InputName) => readonly string[];
  readonly choice: <T extends string>(name: InputName, legal: readonly [T, ...T[]]) => T;
  readonly wholeNumber: (name: InputName, range: readonly [least: number, most: number]) => number;
}

/**
 * Opens an action's inputs, which a runner passes as `INPUT_*`.
 *
 * @throws UserError for an input that none of our actions has, with the nearest name: a runner only warns.
 */
export function openInputs(environment: NodeJS.ProcessEnv): Inputs {
  const find = (name: InputName): string | undefined => {
    const text = environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "";
    return text === "" ? undefined : text;
  };
  refuseUnknown([...namesIn(environment), ...namesGiven(find("given"))]);
  return {
    find,
    list: (name) => splitList(find(name) ?? ""),
    choice: (name, legal) => parseChoice(name, find(name) ?? legal[0], legal),
    wholeNumber: (name, range) => parseWholeNumber(name, find(name) ?? "", range),
  };
}

/** Items between commas and line ends; `#` starts no comment, because globs may have it. */
export function splitList(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function namesIn(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith("INPUT_"))
    .map((name) => name.slice("INPUT_".length).toLowerCase());
}

/** The composite action hands its whole `inputs` context on, because a runner shows it no `INPUT_*`. */
function namesGiven(given: string | undefined): string[] {
  if (given === undefined) return [];
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(given));
  return parsed.success ? Object.keys(parsed.data) : [];
}

function refuseUnknown(names: readonly string[]): void {
  const known: readonly string[] = INPUT_NAMES;
  const unknown = [...new Set(names.filter((name) => !known.includes(name)))];
  if (unknown.length === 0) return;
  const each = unknown.map((name) => {
    const nearest = findNearest(name, known);
    return `"${name}"${nearest === undefined ? "" : ` (did you mean "${nearest}"?)`}`;
  });
  throw new UserError(
    `There is no input ${each.join(", ")}`,
    "Correct the name under `with:`; the README lists every input.",
    { code: "DLPU-INPUT" },
  );
}

function parseChoice<T extends string>(name: InputName, text: string, legal: readonly T[]): T {
  const found = legal.find((value) => value === text);
  if (found !== undefined) return found;
  const nearest = findNearest(text, legal);
  const hint = nearest === undefined ? "" : ` (did you mean "${nearest}"?)`;
  throw invalidInput(name, `"${text}" is not one of ${legal.join(", ")}${hint}`);
}

function parseWholeNumber(
  name: InputName,
  text: string,
  [least, most]: readonly [number, number],
): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw invalidInput(name, `"${text}" is not a whole number from ${least} to ${most}`);
}

/** A value under `with:` that is not legal. */
export function invalidInput(name: InputName, why: string): UserError {
  return new UserError(
    `Input ${name}: ${why}`,
    `Correct \`${name}\` under \`with:\` in the workflow.`,
    { code: "DLPU-INPUT" },
  );
}
