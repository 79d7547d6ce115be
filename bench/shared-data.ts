import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The folder with real models and pictures that benchmarks measure on: `DLPU_SHARED`, else `../shared/data` beside the
 * checkout.
 */
export function getSharedData(): string {
  const path =
    process.env["DLPU_SHARED"] ?? resolve(import.meta.dirname, "..", "..", "shared", "data");
  if (existsSync(path)) return resolve(path);
  throw new Error(
    `No shared data at ${path}: set DLPU_SHARED to the folder that holds models/ and images/`,
  );
}
