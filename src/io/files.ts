import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EnvironmentError, ownedError, UserError } from "../errors.ts";

/** Whether something exists at this path. */
export async function exists(path: string): Promise<boolean> {
  return (await findStat(path)) !== undefined;
}

/** What stands at a path, or `undefined` where nothing does. */
export async function findStat(
  path: string,
): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** More than any configuration, table of labels or record needs. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

/**
 * A text file's content, or `undefined` where there is none.
 *
 * @throws UserError for what is no regular file (a device or a pipe would never end), or too large for one of text.
 */
export async function findText(path: string): Promise<string | undefined> {
  const found = await findStat(path);
  if (found === undefined) return undefined;
  if (!found.isFile()) {
    throw new UserError(`${path} is no regular file`, "Name a file with text in it.");
  }
  if (found.size > MAX_TEXT_BYTES) {
    throw new UserError(`${path} is larger than ${MAX_TEXT_BYTES} bytes`, "Name a file of text.");
  }
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes a file so that a reader sees the old content or the new, never a part. */
export async function writeFileAtomic(path: string, data: Uint8Array | string): Promise<void> {
  const aside = asideOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(aside, data);
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    const owned = ownedError(error);
    if (owned.code === "DLPU-DISK-FULL") throw owned;
    throw new EnvironmentError(
      `Cannot write ${path}: ${String(error)}`,
      "Check that the folder exists, is writable and has free space.",
      { cause: error },
    );
  }
}

/**
 * Fills a folder aside and puts it in place in one step, replacing what was there.
 *
 * A failure or a kill leaves either the old folder or none, never a half-filled one. `asideFolder` is where the filling
 * goes on, on the same file system; beside the folder if not given.
 */
export async function publishFolder<T>(
  path: string,
  fill: (aside: string) => Promise<T>,
  asideFolder = dirname(path),
): Promise<T> {
  const aside = asideOf(path, asideFolder);
  try {
    await mkdir(aside, { recursive: true });
    const filled = await fill(aside);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { recursive: true, force: true });
    await rename(aside, path);
    return filled;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function asideOf(path: string, folder = dirname(path)): string {
  return join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
}

/** Nothing stands at a path that cannot be one, either: too long, with a NUL in it, or links that lead in a circle. */
const MISSING: ReadonlySet<string> = new Set([
  "ENOENT",
  "ENOTDIR",
  "ENAMETOOLONG",
  "ELOOP",
  "ERR_INVALID_ARG_VALUE",
]);

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && MISSING.has(String(error.code));
}
