import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * The folder of real models and recorded compiler verdicts that tests read; `undefined` where it is not on this machine.
 *
 * It stands beside the checkout (`../shared/data`) or where `DLPU_SHARED` says, and is never part of the repository.
 */
export const sharedData: string | undefined = findSharedData();

function findSharedData(): string | undefined {
  const path =
    process.env["DLPU_SHARED"] ?? resolve(import.meta.dirname, "..", "..", "shared", "data");
  return existsSync(path) ? path : undefined;
}
