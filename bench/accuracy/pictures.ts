import { basename, dirname } from "node:path";
import { glob } from "tinyglobby";
import { sha256 } from "../../src/io/hash.ts";

/** Pictures of one measurement; no picture is in both `calibration` and `unseen`. */
export interface Split {
  readonly calibration: readonly string[];
  /** Takes no part in making a file: what is left of the others, and all that is set aside. */
  readonly unseen: readonly string[];
  /** The part of `unseen` that took no part in the search's development. */
  readonly aside: readonly string[];
}

/** Masks and drawn digits are no photographs. */
const NO_PHOTOGRAPHS = ["**/*mask*", "**/*mnist*", "**/cifar10/**"];

/** Absolute paths below the shared `images/`, in the order of their names. */
export async function findPictures(
  folder: string,
  kind: "photos" | "cifar10",
): Promise<readonly string[]> {
  const [pattern, ignore] =
    kind === "photos"
      ? ["images/**/*.{jpg,jpeg,png,bmp}", NO_PHOTOGRAPHS]
      : ["images/cifar10/**/*.jpg", []];
  const found = await glob(pattern, { cwd: folder, ignore });
  return found.sort().map((path) => `${folder}/${path}`);
}

/** Sets a third aside, the same in every split, and deals two thirds of the rest to calibration, by `seed`. */
export function splitPictures(folder: string, files: readonly string[], seed: number): Split {
  const isAside = (file: string): boolean =>
    BigInt(`0x${sha256(file.slice(folder.length + 1))}`) % 3n === 0n;
  const aside = files.filter(isAside);
  const rest = files
    .filter((file) => !isAside(file))
    .map((file) => ({ file, order: sha256(`${seed} ${file.slice(folder.length + 1)}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ file }) => file);
  const count = Math.ceil((2 * rest.length) / 3);
  return { calibration: rest.slice(0, count), unseen: [...rest.slice(count), ...aside], aside };
}

/** CIFAR-10's class of each picture, from the name of its folder: classes are in alphabetical order. */
export function labelsOf(files: readonly string[], all: readonly string[]): number[] {
  const classes = [...new Set(all.map((file) => basename(dirname(file))))].sort();
  return files.map((file) => classes.indexOf(basename(dirname(file))));
}
