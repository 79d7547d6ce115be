import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Headers } from "tar-stream";
import { extract } from "tar-stream";
import { EnvironmentError } from "../errors.ts";
import { decompress } from "./decompress.ts";
import { openDebData } from "./deb.ts";

/** What an archive may at most unpack to. */
export interface ArchiveBounds {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** Archives that are understood, told by the end of their name. */
export type ArchiveKind = "tar" | "tar.gz" | "tar.xz" | "tar.zst" | "deb";

/** The kind of archive that a file's name promises, if any. */
export function findArchiveKind(fileName: string): ArchiveKind | undefined {
  const kinds: readonly ArchiveKind[] = ["tar.gz", "tar.xz", "tar.zst", "tar", "deb"];
  const name = fileName.toLowerCase().replace(/\.tgz$/, ".tar.gz");
  return kinds.find((kind) => name.endsWith(`.${kind}`));
}

/**
 * Unpacks an archive into a folder: files, folders and links that stay inside, up to the bounds.
 *
 * @throws EnvironmentError for a damaged archive, one that is too large, and one with an entry that would lie or point
 * outside of the folder, or is a device; what was unpacked so far is the caller's to remove.
 */
export async function unpack(
  archive: string,
  kind: ArchiveKind,
  folder: string,
  bounds: ArchiveBounds,
): Promise<void> {
  try {
    await unpackTar(await openTar(archive, kind), folder, bounds);
  } catch (error) {
    throw new EnvironmentError(
      `Cannot unpack ${archive}: ${error instanceof Error ? error.message : String(error)}`,
      "The archive is damaged or not what it claims to be: remove it and fetch it again from its maker.",
      { code: "DLPU-ARCHIVE-REFUSED", cause: error },
    );
  }
}

async function openTar(archive: string, kind: ArchiveKind): Promise<Readable> {
  if (kind === "deb") return await openDebData(archive);
  const compression = kind === "tar" ? "none" : kind.slice("tar.".length);
  return decompress(createReadStream(archive), compression);
}

async function unpackTar(tar: Readable, folder: string, bounds: ArchiveBounds): Promise<void> {
  const entries = extract();
  const reading = pipeline(tar, limitBytes(bounds), entries);
  reading.catch(() => undefined); // Told by the loop below, or awaited after it.
  const links = new Set<string>();
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    if (count > bounds.maxEntries) throw new Error(`it has more than ${bounds.maxEntries} entries`);
    await writeEntry(entry.header, entry, folder, links);
  }
  await reading;
}

/** Counts what really comes out of the decompressor, whatever the headers say; each entry may cost two blocks. */
function limitBytes({ maxBytes, maxEntries }: ArchiveBounds): Transform {
  let left = maxBytes + 1024 * maxEntries;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      left -= chunk.length;
      if (left < 0) done(new Error(`it unpacks to more than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}

async function writeEntry(
  header: Headers,
  content: Readable,
  folder: string,
  links: Set<string>,
): Promise<void> {
  const name = plainPath(header.name);
  if (leadsOut(name) || passesLink(name, links)) throw outside(header.name);
  const path = join(folder, name);
  await mkdir(header.type === "directory" ? path : dirname(path), { recursive: true });
  if (header.type === "file" || header.type === "contiguous-file") {
    await pipeline(content, createWriteStream(path, { flags: "wx", mode: modeOf(header) }));
    return;
  }
  if (header.type === "symlink") {
    await symlink(safeTarget(name, header), path);
    links.add(name);
  } else if (header.type !== "directory") {
    throw new Error(`${JSON.stringify(header.name)} is a ${header.type ?? "unknown"} entry`);
  }
  content.resume();
}

/** Executable or not is all that is taken of an entry's rights. */
function modeOf({ mode = 0 }: Headers): number {
  return (mode & 0o100) === 0 ? 0o644 : 0o755;
}

/**
 * The target of a link, if it stays in the folder whatever other links there are.
 *
 * `..` may only stand in front: behind a name it would be resolved from where that name leads.
 */
function safeTarget(name: string, { name: shown, linkname }: Headers): string {
  const target = plainPath(linkname ?? "");
  const isSimple = target === linkname?.replace(/\/$/, "");
  if (!isSimple || leadsOut(target.startsWith("/") ? target : posix.join(name, "..", target))) {
    throw outside(shown);
  }
  return target;
}

function passesLink(name: string, links: ReadonlySet<string>): boolean {
  return [...links].some((link) => name === link || name.startsWith(`${link}/`));
}

function plainPath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, "");
}

function leadsOut(path: string): boolean {
  return posix.isAbsolute(path) || /^\.\.(\/|$)|[\0\\]/.test(path);
}

function outside(entryName: string): Error {
  return new Error(`${JSON.stringify(entryName)} leads out of the folder`);
}
