import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { findText, writeFileAtomic } from "../io/files.ts";
import { listFiles, sha256File } from "../io/hash.ts";

/** One installed file, by which a damaged installation is told from a good one. */
export interface ManifestFile {
  /** Relative to the installation, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** How closely an installation is looked at: sizes cost a fraction of a second, hashes read every byte. */
export type Depth = "sizes" | "hashes";

const NAME = ".dlpu-manifest.json";

const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })).min(1),
});

/** Describes every file of a folder. */
export async function listManifestFiles(folder: string): Promise<ManifestFile[]> {
  const paths = await listFiles(folder);
  return await Promise.all(
    paths.map(async (path) => ({
      path,
      sizeBytes: (await lstat(join(folder, path))).size,
      sha256: await sha256File(join(folder, path)),
    })),
  );
}

/** Writes what an installation consists of into it. */
export async function writeManifest(folder: string, files: readonly ManifestFile[]): Promise<void> {
  const manifest = { schemaVersion: 1, files };
  await writeFileAtomic(join(folder, NAME), `${JSON.stringify(manifest)}\n`);
}

/** What is wrong with an installation, in a few words; `undefined` where nothing is. Files that came later are fine. */
export async function findDamage(folder: string, depth: Depth): Promise<string | undefined> {
  const files = parseManifest(await findText(join(folder, NAME)));
  if (files === undefined) return "it was never finished";
  const states = await Promise.all(files.map((file) => findFileDamage(folder, file, depth)));
  return states.find((damage) => damage !== undefined);
}

function parseManifest(text: string | undefined): readonly ManifestFile[] | undefined {
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text)).files;
  } catch {
    return undefined;
  }
}

async function findFileDamage(
  folder: string,
  file: ManifestFile,
  depth: Depth,
): Promise<string | undefined> {
  const path = join(folder, file.path);
  const info = await lstat(path).catch(() => undefined);
  if (info === undefined) return `${file.path} is missing`;
  if (info.size !== file.sizeBytes) {
    return `${file.path} has ${info.size} bytes instead of ${file.sizeBytes}`;
  }
  if (depth === "sizes") return undefined;
  return (await sha256File(path)) === file.sha256 ? undefined : `${file.path} was changed`;
}
