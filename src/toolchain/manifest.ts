import { lstatSync, readlinkSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { findText, writeFileAtomic } from "../io/files.ts";
import { sha256, sha256File } from "../io/hash.ts";
import { findStamp } from "./stamp.ts";

/** One installed file or link, by which a damaged installation is told from a good one. */
export interface ManifestFile {
  /** Relative to the installation, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Of a file's content, or of the path that a link leads to. */
  readonly sha256: string;
}

/**
 * How closely an installation is looked at before it is used again: `stamps` reads the bytes only where the file system
 * says that anything happened to a file since they were last read, `hashes` reads every byte.
 */
export type Depth = "stamps" | "hashes";

const MANIFEST = ".dlpu-manifest.json";
const STAMP = ".dlpu-stamp";

const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })).min(1),
});

/** Describes every file and link of a folder. */
export async function listManifestFiles(folder: string): Promise<ManifestFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  return await describeFiles(folder, paths.sort());
}

/** Describes some files and links of a folder. */
export async function describeFiles(
  folder: string,
  paths: readonly string[],
): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for await (const path of inBreaths(paths)) files.push(await describeFile(folder, path));
  return files;
}

/** Writes into an installation what it consists of. */
export async function writeManifest(folder: string, files: readonly ManifestFile[]): Promise<void> {
  const manifest = { schemaVersion: 1, files };
  await writeFileAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest)}\n`);
  await rememberStamp(folder, findStamp(folder, pathsOf(files)));
}

/** What is wrong with an installation, in a few words; `undefined` where nothing is. Files that came later are fine. */
export async function findDamage(folder: string, depth: Depth): Promise<string | undefined> {
  const files = parseManifest(await findText(join(folder, MANIFEST)));
  if (files === undefined) return "it was never finished";
  const stamp = findStamp(folder, pathsOf(files));
  const known = depth === "stamps" ? await findText(join(folder, STAMP)) : undefined;
  if (stamp !== undefined && stamp === known) return undefined;
  const damage = await findChange(folder, files);
  if (damage === undefined) await rememberStamp(folder, stamp);
  return damage;
}

/** The first file that is not what it is said to be, by every byte; `undefined` where all are. */
export async function findChange(
  folder: string,
  files: readonly ManifestFile[],
): Promise<string | undefined> {
  for await (const file of inBreaths(files)) {
    const change = await findFileChange(folder, file);
    if (change !== undefined) return change;
  }
  return undefined;
}

/** Gives items one by one, and now and then lets timers run: a lock that we hold must show that we live. */
async function* inBreaths<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const [index, item] of items.entries()) {
    if (index % 100 === 99) await setImmediate();
    yield item;
  }
}

function parseManifest(text: string | undefined): readonly ManifestFile[] | undefined {
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text)).files;
  } catch {
    return undefined;
  }
}

function pathsOf(files: readonly ManifestFile[]): string[] {
  return files.map(({ path }) => path);
}

/** Where only others may write it is not remembered, and everything is read each time. */
async function rememberStamp(folder: string, stamp: string | undefined): Promise<void> {
  if (stamp !== undefined) await writeFile(join(folder, STAMP), stamp).catch(() => undefined);
}

async function findFileChange(folder: string, file: ManifestFile): Promise<string | undefined> {
  const found = await describeFile(folder, file.path).catch(() => undefined);
  if (found === undefined) return `${file.path} is missing`;
  if (found.sizeBytes !== file.sizeBytes) {
    return `${file.path} has ${found.sizeBytes} bytes instead of ${file.sizeBytes}`;
  }
  return found.sha256 === file.sha256 ? undefined : `${file.path} was changed`;
}

/** Without promises where it can: there are thousands of small files. */
async function describeFile(folder: string, path: string): Promise<ManifestFile> {
  const full = join(folder, path);
  const info = lstatSync(full);
  const digest = info.isSymbolicLink() ? sha256(readlinkSync(full)) : await sha256File(full);
  return { path, sizeBytes: info.size, sha256: digest };
}
