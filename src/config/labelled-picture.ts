import { basename, dirname, resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import { groupBy } from "../group-by.ts";

/** Finds the picture that a row of labels names; `undefined` where none, or more than one, can be meant. */
export type FindPicture = (name: string) => string | undefined;

/**
 * How a file of labels names pictures: by their path from its own folder, else by the end of a path that only one of
 * the pictures has.
 *
 * @param files absolute paths of the pictures.
 */
export function openPictures(labelsPath: string, files: readonly string[]): FindPicture {
  const known = new Set(files);
  const byName = groupBy(files, (file) => basename(file));
  return (name) => {
    const beside = resolve(dirname(labelsPath), name);
    if (known.has(beside)) return beside;
    const ending = sep + name.replace(/^\.\//, "").split("/").join(sep);
    const found = (byName.get(basename(ending)) ?? []).filter((file) => file.endsWith(ending));
    return found.length === 1 ? found[0] : undefined;
  };
}

/** The error of labels that are about other pictures, with one of each side to see how the names differ. */
export function noneLabelled(
  labelsPath: string,
  first: string | undefined,
  files: readonly string[],
): UserError {
  const row = first === undefined ? "it names no picture" : `its first names ${first}`;
  return new UserError(
    `${labelsPath} labels none of the ${files.length} evaluation pictures: ${row}, and the first picture is ${files[0] ?? "none"}`,
    "Name each picture by its path from the labels' folder, or by its file name alone where no other picture has it.",
  );
}
