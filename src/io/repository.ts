import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** The root of the checkout that a folder lies in: the nearest one above it with a `.git`. */
export async function findRepository(folder: string): Promise<string | undefined> {
  const found = await lstat(join(folder, ".git")).catch(() => undefined);
  if (found !== undefined) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : await findRepository(parent);
}
