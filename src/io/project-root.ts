import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of dlpu itself, which holds `worker/` and `package.json`: the same from `src/` and from the bundle in `dist/`. */
export const PROJECT_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, "worker", "requirements"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("dlpu's own folder was not found: worker/ is missing");
  return findRoot(parent);
}
