import { findNearest } from "../config/nearest.ts";
import { UserError } from "../errors.ts";
import type { Soc } from "../targets/soc.ts";
import { SOCS } from "../targets/soc.ts";

/**
 * Parses a list of socs, separated by commas or white space; `all` is every one.
 *
 * @throws UserError that suggests the nearest name.
 */
export function parseSocs(list: string): Soc[] {
  const words = list.split(/[\s,]+/).filter((word) => word !== "");
  return words.flatMap((word) => (word === "all" ? [...SOCS] : [parseSoc(word)]));
}

function parseSoc(word: string): Soc {
  const soc = SOCS.find((known) => known === word);
  if (soc !== undefined) return soc;
  const nearest = findNearest(word, SOCS);
  throw new UserError(
    `Unknown soc "${word}"${nearest === undefined ? "" : `: did you mean ${nearest}?`}`,
    `Known are ${SOCS.join(", ")}, and all.`,
    { code: "DLPU-UNKNOWN-SOC" },
  );
}
