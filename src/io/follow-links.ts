import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** The path that an absolute path comes to when links are followed, as far as it exists. */
export async function followLinks(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(path);
  if (parent === path) return path;
  const isLinkToNowhere = (await lstat(path).catch(() => undefined)) !== undefined;
  const end = isLinkToNowhere ? `${basename(path)} (nowhere)` : basename(path);
  return join(await followLinks(parent), end);
}
