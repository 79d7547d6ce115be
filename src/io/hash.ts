import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

/** SHA-256 of bytes or UTF-8 text, as 64 lower-case hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 of a file's content; a large one is read as a stream, so that size does not matter. */
export async function sha256File(path: string): Promise<string> {
  const small = hashAtOnce(path);
  if (small !== undefined) return small;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** A file that fits is read in one call: on thousands of small files, promises and streams cost more than the hashing. */
function hashAtOnce(path: string): string | undefined {
  const file = openSync(path, "r");
  try {
    const length = readSync(file, BUFFER, 0, BUFFER.length, 0);
    return length === BUFFER.length ? undefined : sha256(BUFFER.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

const BUFFER = Buffer.allocUnsafe(1024 ** 2);

/** SHA-256 over the contents of files in their order, wherever they lie. */
export async function sha256Files(paths: readonly string[]): Promise<string> {
  return sha256((await Promise.all(paths.map(sha256File))).join("\n"));
}

/** SHA-256 over the relative names and contents of all files below a folder that `accepts` takes. */
export async function sha256Folder(
  folder: string,
  accepts: (relativePath: string) => boolean = () => true,
): Promise<string> {
  const names = (await listFiles(folder)).filter(accepts);
  const lines = await Promise.all(
    names.map(async (name) => `${await sha256File(join(folder, name))}  ${name}\n`),
  );
  return sha256(lines.join(""));
}

/** All files below a folder, relative, with `/` between names, sorted. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
