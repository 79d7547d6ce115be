import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Result } from "../result/result.ts";
import { invalidResult, parseResult } from "../report/schema/parse-result.ts";
import { findStat } from "../io/files.ts";

const FILE_NAME = "result.json";

/** More than thousands of builds need, and little enough to hold in memory. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a `result.json`; one that is missing or too large is refused before it is read. */
export async function loadResult(path: string): Promise<Result> {
  const found = await findStat(path);
  if (found === undefined) throw invalidResult(path, "there is no such file");
  if (found.size > MAX_BYTES) throw invalidResult(path, `it is larger than ${MAX_BYTES} bytes`);
  return parseResult(await readFile(path, "utf8"), path);
}

/** Reads the results of folders: each one's own `result.json`, else those of the folders right below it. */
export async function loadResults(folders: readonly string[]): Promise<[Result, ...Result[]]> {
  const paths = (await Promise.all(folders.map(findResultFiles))).flat();
  const results = await Promise.all(paths.map(loadResult));
  const [first, ...rest] = results;
  if (first !== undefined) return [first, ...rest];
  throw new UserError(
    `There is no ${FILE_NAME} in ${folders.join(", ")}`,
    "Name the output folder of dlpu build, or a folder of downloaded artifacts.",
    { code: "DLPU-NO-RESULT" },
  );
}

async function findResultFiles(folder: string): Promise<string[]> {
  const own = join(folder, FILE_NAME);
  if ((await findStat(own))?.isFile() === true) return [own];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name, FILE_NAME))
    .sort();
  const found = await Promise.all(below.map(async (path) => (await findStat(path))?.isFile()));
  return below.filter((_, index) => found[index] === true);
}
