import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { sha256, sha256Folder } from "./hash.ts";
import { PROJECT_ROOT } from "./project-root.ts";

const packageSchema = z.object({ version: z.string() });

/** dlpu's version. */
export async function readOwnVersion(): Promise<string> {
  const text = await readFile(join(PROJECT_ROOT, "package.json"), "utf8");
  return packageSchema.parse(JSON.parse(text)).version;
}

/** SHA-256 over the code that runs (`src/` or the bundle in `dist/`), the worker and its locks; tests are no part of it. */
export async function hashOwnCode(): Promise<string> {
  const running = relative(PROJECT_ROOT, dirname(fileURLToPath(import.meta.url))).split(/[\\/]/)[0];
  const parts = [running ?? "src", join("worker", "dlpu_worker"), join("worker", "requirements")];
  const folders = parts.map((part) => join(PROJECT_ROOT, part));
  const hashes = await Promise.all(folders.map((folder) => sha256Folder(folder, isCode)));
  return sha256(hashes.join(" "));
}

function isCode(path: string): boolean {
  return /\.(ts|mjs|py|txt)$/.test(path);
}
