import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { lock } from "proper-lockfile";
import { EnvironmentError } from "../errors.ts";

/** A lock whose holder has shown no sign of life for so long is taken over. */
const STALE_MS = 8_000;
const HEARTBEAT_MS = 2_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Runs work while no other process that asks for the same lock does; waits for it as long as its holder lives.
 *
 * It spares work and is no guarantee: a holder that slept through its heartbeat may meet a second one. What is done
 * under the lock must be safe without it.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const release = await acquire(path, onWait);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined); // Taken over meanwhile: nothing of ours is left to release.
  }
}

async function acquire(path: string, onWait: () => void): Promise<() => Promise<void>> {
  const options = { realpath: false, lockfilePath: path, stale: STALE_MS, update: HEARTBEAT_MS };
  const onCompromised = (): void => undefined;
  try {
    return await lock(path, { ...options, onCompromised });
  } catch (error) {
    if (!isHeld(error)) throw lockError(path, error);
  }
  onWait();
  const retries = { forever: true, minTimeout: 50, maxTimeout: 500, randomize: true };
  try {
    return await lock(path, {
      ...options,
      onCompromised,
      retries: { ...retries, maxRetryTime: LONGEST_WAIT_MS },
    });
  } catch (error) {
    throw lockError(path, error);
  }
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

function lockError(path: string, error: unknown): EnvironmentError {
  return new EnvironmentError(
    isHeld(error)
      ? `Another dlpu has held ${path} for half an hour`
      : `Cannot lock ${path}: ${String(error)}`,
    isHeld(error)
      ? "See what it waits for, end it, and run again."
      : "Check that the folder is writable, or set DLPU_CACHE to one that is.",
    { cause: error },
  );
}
