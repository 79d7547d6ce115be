import { readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { listFiles } from "../io/hash.ts";
import type { ManifestFile } from "./manifest.ts";

/**
 * The files of all Python packages in an environment, with sizes and hashes as their makers recorded them.
 *
 * A `RECORD` line is `path,sha256=<base64url>,<size>`:
 * https://packaging.python.org/en/latest/specifications/recording-installed-packages/ (read 2026-11-22).
 */
export async function listPackageFiles(folder: string): Promise<ManifestFile[]> {
  const records = (await listFiles(folder)).filter((path) => INSTALLED_RECORD.test(path));
  const files = await Promise.all(records.map((record) => readRecord(folder, record)));
  return files.flat();
}

/** Some packages carry copies of others, with records of an installation that never was. */
const INSTALLED_RECORD = /(^|\/)site-packages\/[^/]+\.dist-info\/RECORD$/;

async function readRecord(folder: string, record: string): Promise<ManifestFile[]> {
  const packages = dirname(dirname(record));
  const text = await readFile(join(folder, record), "utf8");
  return text.split("\n").flatMap((line) => {
    const match = /^"?(.+?)"?,sha256=([\w-]{43}),(\d+)\r?$/.exec(line);
    if (match === null) return [];
    const [, path = "", hash = "", size = ""] = match;
    const sha256 = Buffer.from(hash, "base64url").toString("hex");
    return { path: posix.join(packages, path), sizeBytes: Number(size), sha256 };
  });
}
