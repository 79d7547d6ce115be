import { join } from "node:path";
import { exists } from "../io/files.ts";

/** Where Python packages lie that were brought in by `dlpu setup --import`. */
export function wheelFolder(cacheFolder: string): string {
  return join(cacheFolder, "wheels");
}

/** What makes pip or uv look among the packages that were brought in, if any were. */
export async function findLinks(cacheFolder: string): Promise<string[]> {
  const folder = wheelFolder(cacheFolder);
  return (await exists(folder)) ? ["--find-links", folder] : [];
}
