import { release } from "node:os";
import { join } from "node:path";
import * as cache from "@actions/cache";
import { sha256, sha256Folder } from "../io/hash.ts";
import type { Log } from "../io/log.ts";
import { resolveCacheFolder } from "../io/machine.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import { getWorkerPython } from "../toolchain/python.ts";
import type { WorkerEnvironmentName } from "../toolchain/worker-environment.ts";
import type { CacheMode } from "./action-inputs.ts";

/** The toolchains of a job in GitHub's cache: restored before they are needed, stored when they were made. */
export interface ToolchainCache {
  readonly restore: () => Promise<boolean>;
  readonly store: () => Promise<void>;
}

/** Opens the cache for some environments; one that is switched off, absent or broken restores and stores nothing. */
export async function openToolchainCache(
  names: readonly WorkerEnvironmentName[],
  mode: CacheMode,
  environment: NodeJS.ProcessEnv,
  log: Log,
): Promise<ToolchainCache> {
  const off = reasonForOff(mode, environment);
  if (off !== undefined) {
    log.line(`toolchain cache: off, ${off}`);
    return { restore: () => Promise.resolve(false), store: () => Promise.resolve() };
  }
  const paths = [join(resolveCacheFolder(environment), "worker")];
  const key = await cacheKey(names, environment);
  return {
    restore: () =>
      guarded(log, false, async () => (await cache.restoreCache([...paths], key)) === key),
    store: () =>
      guarded(log, undefined, async () => {
        await cache.saveCache([...paths], key);
      }),
  };
}

/** Events whose runs have more rights than the code that they may have run, or that ship what they make. */
const TRUSTED_EVENTS = ["pull_request_target", "workflow_run", "release"];

function reasonForOff(mode: CacheMode, environment: NodeJS.ProcessEnv): string | undefined {
  if (mode === "never") return "as asked";
  if (!cache.isFeatureAvailable()) return "this runner has no cache service";
  if (mode === "always") return undefined;
  const event = environment["GITHUB_EVENT_NAME"] ?? "";
  if (TRUSTED_EVENTS.includes(event)) return `because the event is ${event}`;
  return environment["GITHUB_REF_TYPE"] === "tag" ? "because this is a tag" : undefined;
}

/** Everything that the installed files depend on: locks, Python, where it stands, and the system. */
async function cacheKey(
  names: readonly WorkerEnvironmentName[],
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const python = await getWorkerPython(environment, resolveCacheFolder(environment));
  const locks = await sha256Folder(join(PROJECT_ROOT, "worker", "requirements"));
  const system = [process.platform, process.arch, environment["ImageOS"] ?? release()];
  const parts = [...names, ...system, python.version, python.path, locks];
  return `dlpu-toolchain-${sha256(parts.join("\n")).slice(0, 32)}`;
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
