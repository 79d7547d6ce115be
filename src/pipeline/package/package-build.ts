import { copyFile, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listFiles, sha256File } from "../../io/hash.ts";
import type { ArtifactFile } from "../../result/result.ts";

/** What goes into a build's folder: text, or a file that is copied. */
export type Content = { readonly text: string } | { readonly copyOf: string };

/** A build's folder as a table: path relative to it → content. */
export type FolderContent = ReadonlyMap<string, Content>;

/** Writes a folder's content. */
export async function fillFolder(folder: string, content: FolderContent): Promise<void> {
  for (const [path, item] of content) await writeContent(join(folder, path), item);
}

/** Adds `SHA256SUMS` over all files of a folder and lists them, those named in `first` ahead of the others. */
export async function describeArtifact(
  folder: string,
  first: readonly string[],
): Promise<ArtifactFile[]> {
  const names = await listFiles(folder);
  const ordered = [...first.filter((name) => names.includes(name)), ...names];
  const files = await Promise.all([...new Set(ordered)].map((path) => describeFile(folder, path)));
  await writeFile(join(folder, CHECKSUMS), renderChecksums(files));
  return [...files, await describeFile(folder, CHECKSUMS)];
}

/** Whether the files of an earlier build are all there, unchanged, and nothing else is. */
export async function isIntact(folder: string, files: readonly ArtifactFile[]): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const present = entries.filter((entry) => !entry.isDirectory());
  if (present.length !== files.length || !present.every((entry) => entry.isFile())) return false;
  const checks = files.map(async ({ path, sha256 }) => {
    const found = await sha256File(join(folder, path)).catch(() => undefined);
    return found === sha256;
  });
  return (await Promise.all(checks)).every(Boolean);
}

/** In the format of `sha256sum`, so that `sha256sum -c SHA256SUMS` checks the artifact. */
const CHECKSUMS = "SHA256SUMS";

function renderChecksums(files: readonly ArtifactFile[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
}

async function writeContent(path: string, content: Content): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if ("text" in content) await writeFile(path, content.text);
  else await copyFile(content.copyOf, path);
}

async function describeFile(folder: string, path: string): Promise<ArtifactFile> {
  const full = join(folder, path);
  return { path, sizeBytes: (await stat(full)).size, sha256: await sha256File(full) };
}
