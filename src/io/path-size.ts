import { stat } from "node:fs/promises";
import { join } from "node:path";
import { listFiles } from "./hash.ts";

/** The bytes of a file, or of all files below a folder. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.size;
  const sizes = await Promise.all(
    (await listFiles(path)).map(async (name) => (await stat(join(path, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
