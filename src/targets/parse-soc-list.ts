import { findNearest } from "../config/nearest.ts";
import { UserError } from "../errors.ts";
import { type Soc, SOCS } from "./soc.ts";

/** A soc that the user named, with the AXIS OS that a model must run on if that was named too. */
export interface SocChoice {
  readonly soc: Soc;
  readonly axisOs: string | undefined;
}

/**
 * Reads `all`, or a list of socs such as `artpec-8,artpec-9@12.11`; each soc once, in the order given.
 *
 * @throws UserError for a word that is no soc, with the nearest that is.
 */
export function parseSocList(list: string): readonly SocChoice[] {
  const words = list.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0) {
    throw new UserError("The list of socs is empty.", `Name some of ${SOCS.join(", ")}, or all.`);
  }
  const choices = words.flatMap((word) =>
    word === "all" ? SOCS.map((soc) => ({ soc, axisOs: undefined })) : [parseSocChoice(word)],
  );
  return [...new Map(choices.map((choice) => [choice.soc, choice])).values()];
}

/** Parses one soc with or without the AXIS OS that it must run on: `artpec-8`, `artpec-8@12.11`. */
export function parseSocChoice(word: string): SocChoice {
  const [name = "", axisOs, ...rest] = word.split("@");
  const soc = SOCS.find((known) => known === name.toLowerCase());
  if (soc === undefined) throw unknownSoc(name);
  if (rest.length > 0 || (axisOs !== undefined && !/^\d+(\.\d+){0,3}$/.test(axisOs))) {
    throw new UserError(
      `"${word}" does not name an AXIS OS release.`,
      `Write it with its number, such as ${soc}@12.11.`,
    );
  }
  return { soc, axisOs };
}

function unknownSoc(name: string): UserError {
  const nearest = findNearest(name, [...SOCS, "all"]);
  const hint = nearest === undefined ? "" : `Did you mean ${nearest}? `;
  return new UserError(
    `"${name}" is no soc that dlpu knows.`,
    `${hint}Known are ${SOCS.join(", ")}, and all for every one of them.`,
  );
}
