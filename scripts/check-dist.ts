import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../src/io/hash.ts";
import { bundle } from "./bundle.ts";

const DIST = join(import.meta.dirname, "..", "dist");

/** Lists the files of `dist/` that a fresh build makes differently, or only one of the two has. */
async function findStaleFiles(): Promise<string[]> {
  const fresh = await mkdtemp(join(tmpdir(), "dlpu-dist-"));
  try {
    await bundle(fresh);
    const names = new Set([...(await listFiles(DIST)), ...(await listFiles(fresh))]);
    const stale = await Promise.all(
      [...names].sort().map(async (name) => ((await isEqual(name, fresh)) ? [] : [name])),
    );
    return stale.flat();
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function isEqual(name: string, fresh: string): Promise<boolean> {
  const [committed, made] = await Promise.all(
    [DIST, fresh].map((folder) => readFile(join(folder, name)).catch(() => undefined)),
  );
  return committed !== undefined && made !== undefined && committed.equals(made);
}

const stale = await findStaleFiles();
if (stale.length > 0) {
  console.error(`dist/ is not what the sources make: ${stale.join(", ")}`);
  console.error("Run npm run bundle and commit dist/.");
  process.exitCode = 1;
}
