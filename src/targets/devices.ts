import type { Device } from "../result/device.ts";
import { findNearest } from "../words/nearest.ts";
import { UserError } from "../errors.ts";
import { DEVICE_HINTS } from "./device-hints.ts";
import type { Soc } from "../result/soc.ts";

/** What to do about a product that is not here: Axis publishes no table, but every camera knows its soc. */
export const HOW_TO_FIND_THE_SOC =
  "Ask the camera: `parhandclient getgroup root.Properties.System.Soc` in its shell, or the parameter Properties.System.Soc over VAPIX, answers with the soc's name, such as Axis Artpec-8 or Ambarella CV25.";

const MODEL_ZOO =
  "https://github.com/AxisCommunications/axis-model-zoo, README.md and .github/workflows/benchmark.yml (read 2026-11-22)";
const AXIS_DLPU =
  "https://developer.axis.com/computer-vision/computer-vision-on-device/axis-dlpu (read 2026-11-22)";

/** A family's name stands for its members: `P3265` for `P3265-LVE`. */
// prettier-ignore
const ROWS: readonly (readonly [product: string, soc: Soc, source: string])[] = [
  ["Q1615 Mk III", "artpec-7", MODEL_ZOO],
  ["P1465-LE", "artpec-8", MODEL_ZOO],
  ["Q1656", "artpec-8", AXIS_DLPU],
  ["P3265", "artpec-8", AXIS_DLPU],
  ["Q1728", "artpec-9", MODEL_ZOO],
  ["M3085-V", "cv25", MODEL_ZOO],
  ["M2048-LE", "cv75", MODEL_ZOO],
];

export const DEVICES: readonly Device[] = ROWS.map(([product, soc, source]) => ({
  ...{ product, soc, source },
}));

/** Finds a product by its name, with or without `AXIS`, in any case, `P3265-LVE` by its family `P3265`. */
export function findDevice(name: string): Device | undefined {
  return findByName(name, DEVICES);
}

/**
 * The product of a name, where Axis itself published its soc.
 *
 * @throws UserError that names what others reported, or the nearest products, and how to find out.
 */
export function getDevice(name: string): Device {
  const device = findDevice(name);
  if (device !== undefined) return { ...device, product: writeProduct(name, device) };
  const hint = findByName(name, DEVICE_HINTS);
  if (hint !== undefined) throw onlyReported(withoutBrand(name), hint);
  throw unknownProduct(name);
}

/** Whether a word is written like a product of Axis: `P1465-LE`, `axis m3085-v`, `Q1615 Mk III`. */
export function looksLikeProduct(name: string): boolean {
  const words = normalize(name);
  return /^axis\b/i.test(name.trim()) || /^[a-z]{1,3}\d{2,5}\b/.test(words);
}

/** One line for logs and reports: which soc a product has, and who says so. */
export function describeDevice({ product, soc, source }: Device): string {
  return `AXIS ${product} has ${soc}, published by Axis: ${source}`;
}

function findByName<T extends { readonly product: string }>(
  name: string,
  rows: readonly T[],
): T | undefined {
  const wanted = normalize(name);
  return rows.find(({ product }) => {
    const known = normalize(product);
    return wanted === known || wanted.startsWith(`${known}-`);
  });
}

/** A guess must not choose what a camera gets: the user confirms it by writing the soc. */
function onlyReported(product: string, { soc, source }: Device): UserError {
  return new UserError(
    `The soc of AXIS ${product} is not published by Axis; a third party says ${soc} (${source}).`,
    `Take it as a hint and write ${soc} once you know. ${HOW_TO_FIND_THE_SOC}`,
  );
}

function unknownProduct(name: string): UserError {
  const products = [...DEVICES, ...DEVICE_HINTS].map(({ product }) => normalize(product));
  const nearest = findNearest(normalize(name), products)?.toUpperCase();
  const hint = nearest === undefined ? "" : `Did you mean ${nearest}? `;
  return new UserError(
    `"${withoutBrand(name)}" is no product that dlpu knows the soc of.`,
    `${hint}${HOW_TO_FIND_THE_SOC} Then write the soc instead of the product.`,
  );
}

/** A member of a family goes by its own name. */
function writeProduct(name: string, { product }: Device): string {
  return normalize(name) === normalize(product) ? product : withoutBrand(name).toUpperCase();
}

/** ` AXIS  Q1615 MK III Network Camera` → `q1615 mk iii`. */
function normalize(name: string): string {
  return withoutBrand(name).toLowerCase();
}

function withoutBrand(name: string): string {
  const words = name.trim().replace(/\s+/g, " ");
  return words.replace(/^axis /i, "").replace(/ (network|bullet|dome|box) camera$/i, "");
}
