import * as cache from "@actions/cache";
import { exists } from "../../io/files.ts";
import type { Log } from "../../io/log.ts";
import type { CachePart } from "./cache-parts.ts";
import type { CachePolicy } from "./cache-policy.ts";

/** The toolchains of a job in GitHub's cache: restored before they are needed, stored when they were made. */
export interface ToolchainCache {
  /** Whether everything came from the cache. */
  readonly restore: () => Promise<boolean>;
  /** Stores what was not restored. */
  readonly store: () => Promise<void>;
}

/** Opens the cache; a broken one restores and stores nothing, and says so. */
export function openToolchainCache(
  parts: readonly CachePart[],
  { restores, saves, because }: CachePolicy,
  log: Log,
): ToolchainCache {
  const restored = new Set<CachePart>();
  if (!saves) log.line(`toolchain cache: ${restores ? "only read" : "off"}, ${because}`);
  return {
    restore: async () => {
      if (!restores) return false;
      for (const part of parts) if (await restorePart(part, log)) restored.add(part);
      return parts.length > 0 && restored.size === parts.length;
    },
    store: async () => {
      if (!saves) return;
      for (const part of parts) if (!restored.has(part)) await storePart(part, log);
    },
  };
}

async function restorePart({ paths, key }: CachePart, log: Log): Promise<boolean> {
  return await guarded(log, false, async () => {
    return (await cache.restoreCache([...paths], key)) === key;
  });
}

async function storePart({ paths, key }: CachePart, log: Log): Promise<void> {
  const present = await Promise.all(paths.map(exists));
  if (!present.includes(true)) return;
  await guarded(log, undefined, async () => {
    await cache.saveCache([...paths], key);
  });
}

/** A cache makes runs faster; it never makes one fail. */
async function guarded<T>(log: Log, otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.line(`toolchain cache: ${String(error)}`);
    return otherwise;
  }
}
