import { join } from "node:path";
import type { Result } from "../pipeline/result/result.ts";
import { type Past, SURFACES } from "../report/surfaces.ts";
import { writeFileAtomic } from "./files.ts";

/** Writes the page, JUnit XML and the badges of a result into a folder; the files' paths. */
export async function writeSurfaces(
  result: Result,
  folder: string,
  past: Past = {},
): Promise<readonly string[]> {
  const files = [...SURFACES].map(([name, render]) => ({
    path: join(folder, name),
    text: render(result, past),
  }));
  for (const { path, text } of files) await writeFileAtomic(path, text);
  return files.map(({ path }) => path);
}
