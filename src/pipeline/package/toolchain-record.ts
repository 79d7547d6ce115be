import { basename } from "node:path";
import type { ModelConfig } from "../../config/config.ts";
import { sha256File } from "../../io/hash.ts";
import { lockOf } from "../../toolchain/worker-environment.ts";
import { neededEnvironments } from "../plan/needed-environments.ts";

/** Name of the file in each artifact that says what made it. */
export const TOOLCHAIN_FILE = "toolchain.json";

/** What pins every byte of the worker's packages that a model's builds use: lock → its hash and its source. */
export async function describeLocks(model: ModelConfig): Promise<Record<string, string>> {
  const locks = neededEnvironments({ models: [model] }).map(lockOf);
  const entries = locks.map(async (lock) => [
    basename(lock),
    `sha256:${await sha256File(lock)}, packages from the Python index`,
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
}

/** The versions, hashes and sources of all tools that had a part in an artifact. */
export function renderToolchainFile(tools: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ schemaVersion: 1, tools }, null, 2)}\n`;
}
