import { findNearest } from "../words/nearest.ts";
import { UserError } from "../errors.ts";
import { getDevice, looksLikeProduct } from "./devices.ts";
import { type Device } from "../result/device.ts";
import type { Soc } from "../result/soc.ts";
import { SOCS } from "./catalogue.ts";

/** A soc that the user named, with the AXIS OS that a model must run on if that was named too. */
export interface SocChoice {
  readonly soc: Soc;
  readonly axisOs: string | undefined;
  /** The products that were named instead of the soc; absent where the soc itself was. */
  readonly devices?: readonly Device[];
}

/**
 * Reads `all`, or a list of socs and products such as `artpec-9@12.11, AXIS P1465-LE`; each soc once, in the order given.
 *
 * Commas, semicolons and line ends separate; so do spaces, but not within a product's name.
 *
 * @throws UserError for a word that is no soc or product, with the nearest that is.
 */
export function parseSocList(list: string): readonly SocChoice[] {
  const words = list.split(/[,;\n]+/).flatMap(splitItem);
  if (words.length === 0) {
    throw new UserError("The list of socs is empty.", `Name some of ${SOCS.join(", ")}, or all.`);
  }
  const choices = words.flatMap((word): readonly SocChoice[] =>
    word === "all" ? SOCS.map((soc) => ({ soc, axisOs: undefined })) : [parseSocChoice(word)],
  );
  return [...new Set(choices.map(({ soc }) => soc))].map((soc) =>
    mergeChoices(choices.filter((choice) => choice.soc === soc)),
  );
}

/** Parses one soc or product, with or without the AXIS OS: `artpec-8`, `artpec-8@12.11`, `AXIS P1465-LE@12.11`. */
export function parseSocChoice(word: string): SocChoice {
  const [name = "", axisOs, ...rest] = word.split("@").map((part) => part.trim());
  const choice = resolveName(name);
  if (rest.length > 0 || (axisOs !== undefined && !/^\d+(\.\d+){0,3}$/.test(axisOs))) {
    throw new UserError(
      `"${word}" does not name an AXIS OS release.`,
      `Write it with its number, such as ${name}@12.11.`,
    );
  }
  return { ...choice, axisOs };
}

/** Every product that some choices name, each once. */
export function devicesOf(
  choices: readonly (Partial<Pick<SocChoice, "devices">> | undefined)[],
): readonly Device[] {
  const devices = choices.flatMap((choice) => choice?.devices ?? []);
  return [...new Map(devices.map((device) => [device.product, device])).values()];
}

/** `artpec-8 AXIS Q1615 Mk III@12.11` → `artpec-8`, `AXIS Q1615 Mk III@12.11`: a product keeps the words after it. */
function splitItem(item: string): readonly string[] {
  const names: string[] = [];
  for (const word of item.replace(/\s*@\s*/g, "@").split(/\s+/)) {
    const last = names.at(-1);
    const isContinued = last !== undefined && looksLikeProduct(last) && !beginsName(word, last);
    if (isContinued) names[names.length - 1] = `${last} ${word}`;
    else if (word !== "") names.push(word);
  }
  return names;
}

function beginsName(word: string, before: string): boolean {
  const [name = ""] = word.split("@");
  if (name === "all" || findSoc(name) !== undefined) return true;
  return before.toLowerCase() !== "axis" && looksLikeProduct(name);
}

/** What is said last of a soc's AXIS OS counts; all products are kept. */
function mergeChoices(choices: readonly SocChoice[]): SocChoice {
  const last = choices.at(-1);
  if (last === undefined) throw new Error("a soc without a choice");
  const devices = devicesOf(choices);
  const { soc, axisOs } = last;
  return devices.length === 0 ? { soc, axisOs } : { soc, axisOs, devices };
}

function resolveName(name: string): Pick<SocChoice, "soc" | "devices"> {
  const soc = findSoc(name);
  if (soc !== undefined) return { soc };
  if (!looksLikeProduct(name) || findNearest(name, SOCS) !== undefined) throw unknownSoc(name);
  const device = getDevice(name);
  return { soc: device.soc, devices: [device] };
}

function findSoc(name: string): Soc | undefined {
  return SOCS.find((known) => known === name.toLowerCase());
}

function unknownSoc(name: string): UserError {
  const nearest = findNearest(name, [...SOCS, "all"]);
  const hint = nearest === undefined ? "" : `Did you mean ${nearest}? `;
  return new UserError(
    `"${name}" is no soc that dlpu knows.`,
    `${hint}Known are ${SOCS.join(", ")}, all for every one of them, and products such as AXIS P1465-LE.`,
  );
}
