import * as fs from "node:fs";
import { resolve } from "node:path";
import { glob } from "tinyglobby";
import { UserError } from "../errors.ts";
import { type Boundary, isFileInside } from "./boundary.ts";

/** Names that are looked at before a pattern is taken for a mistake: the largest public picture sets have fewer. */
const MAX_ENTRIES = 500_000;

/**
 * The regular files below a folder that match a pattern, absolute and sorted.
 *
 * Links to folders are not walked: what they lead to is found where it is. Links to files count where they lead to a file
 * inside of the boundary.
 *
 * @throws UserError when there are too many files to look at, or a name is not UTF-8.
 */
export async function crawl(
  patterns: readonly string[],
  folder: string,
  ignore: readonly string[],
  boundary: Boundary,
): Promise<string[]> {
  const stop = new AbortController();
  const files = await glob(patterns, {
    cwd: folder,
    absolute: true,
    ignore,
    expandDirectories: false,
    followSymbolicLinks: false,
    signal: stop.signal,
    fs: countingFs(() => {
      stop.abort();
    }),
  }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
    return [];
  });
  if (stop.signal.aborted) throw tooMany(patterns, folder);
  const found = [...new Set(files.map((file) => resolve(file)))].sort();
  const misread = found.find((path) => path.includes("\uFFFD") && !fs.existsSync(path));
  if (misread !== undefined) throw notUtf8(misread);
  const taken = await Promise.all(found.map((path) => isFileInside(path, boundary)));
  return found.filter((_, index) => taken[index] === true);
}

/** The file system, for a walk that ends when it has seen too much. */
function countingFs(tooMuch: () => void): { readonly readdir: typeof fs.readdir } {
  let entries = 0;
  const readdir = (
    path: string,
    options: { withFileTypes: true },
    done: (error: NodeJS.ErrnoException | null, found: fs.Dirent[]) => void,
  ): void => {
    fs.readdir(path, options, (error, found) => {
      entries += (found as fs.Dirent[] | undefined)?.length ?? 0;
      if (entries > MAX_ENTRIES) tooMuch();
      done(error, found);
    });
  };
  return { readdir: readdir as typeof fs.readdir };
}

function tooMany(patterns: readonly string[], folder: string): UserError {
  return new UserError(
    `More than ${MAX_ENTRIES} files are below ${folder}, where ${patterns.join(", ")} was looked for`,
    "Name a smaller folder, or a pattern that starts with one.",
  );
}

function notUtf8(path: string): UserError {
  return new UserError(
    `The name of ${path} is not UTF-8`,
    "Rename it; names in a configuration and in a report are UTF-8.",
  );
}
