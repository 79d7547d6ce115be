import { basename, extname } from "node:path";
import { UserError } from "../errors.ts";
import { groupBy } from "../group-by.ts";
import type { MaskLabels } from "./config.ts";
import { findDataFiles, type SearchPlace } from "./discover.ts";

/** Finds the mask of each picture: the PNG of the same name below a folder. */
export async function loadMaskLabels(
  folder: string,
  place: SearchPlace,
  files: readonly string[],
): Promise<MaskLabels> {
  const masks = (await findDataFiles(folder, place)).filter((path) => /\.png$/i.test(path));
  const byStem = groupBy(masks, stemOf);
  const pairs = files.flatMap((file): [string, string][] => {
    const [mask, other] = byStem.get(stemOf(file)) ?? [];
    if (other !== undefined) throw ambiguous(file, [mask ?? "", other]);
    return mask === undefined || mask === file ? [] : [[file, mask]];
  });
  if (pairs.length > 0) return { kind: "masks", masks: new Map(pairs) };
  throw new UserError(
    `${folder} holds no mask for the evaluation data`,
    "Name a folder of PNG masks, each named like its picture, under evaluation.labels in dlpu.yml.",
  );
}

function stemOf(path: string): string {
  return basename(path, extname(path));
}

function ambiguous(file: string, masks: readonly string[]): UserError {
  return new UserError(
    `${file} has more than one mask: ${masks.join(", ")}`,
    "Give every picture and its mask a name of their own.",
  );
}
