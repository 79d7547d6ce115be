import { readFileSync } from "node:fs";
import { lstat, mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { isBelow } from "./is-below.ts";
import { followLinks } from "./follow-links.ts";
import { withLock } from "./lock.ts";
import type { Log } from "./log.ts";
import { hasEnded, identifySelf, parseIdentity, renderIdentity } from "./process-identity.ts";
import { runProcess } from "./process.ts";
import { findRepository } from "./repository.ts";

const LOCK = ".lock";
const OWNER = ".lock-owner";
const WORK = ".work-";

/**
 * Runs work that fills an output folder, alone: a second run into the same folder waits for the first and says for which
 * process. The work is given a folder of its own below it, for files on their way, that is gone afterwards.
 *
 * @throws UserError where the folder is no place to write and remove things in.
 */
export async function withOutFolder<T>(
  path: string,
  log: Log,
  work: (workFolder: string) => Promise<T>,
): Promise<T> {
  await claimOutFolder(path);
  const owner = join(path, OWNER);
  const waits = (): void => {
    log.line(`waiting for process ${readOwner(owner)}, which builds into ${path}`);
  };
  return await withLock(
    join(path, LOCK),
    async () => {
      await rm(owner, { force: true });
      await writeFile(owner, `${process.pid}\n`, { flag: "wx" });
      const workFolder = await openWorkFolder(path);
      try {
        return await work(workFolder);
      } finally {
        await rm(workFolder, { recursive: true, force: true });
        await rm(owner, { force: true });
      }
    },
    waits,
  );
}

/**
 * Makes an output folder.
 *
 * @throws UserError where it is a link, below one, holds links, is tracked by git, or belongs to the kernel: what is
 * written and removed there would be somebody else's.
 */
export async function claimOutFolder(path: string): Promise<void> {
  const real = await followLinks(path);
  if (real !== path) {
    throw refuse(path, `a symbolic link on its way leads to ${real}`, "Name the folder itself.");
  }
  if (["/proc", "/sys", "/dev"].some((kernel) => isBelow(path, kernel))) {
    throw refuse(path, "it belongs to the kernel", "Name a folder on a disk.");
  }
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory() === false) {
    throw refuse(path, "there is something that is no folder", "Name another one.");
  }
  if (await isTracked(path)) {
    throw refuse(
      path,
      "git tracks files in it, and a run removes and replaces what is there",
      "Take it out of the repository (git rm -r --cached) and ignore it, or name another folder.",
    );
  }
  await mkdir(path, { recursive: true });
  const link = (await readdir(path, { withFileTypes: true })).find((entry) =>
    entry.isSymbolicLink(),
  );
  if (link !== undefined) {
    throw refuse(path, `${link.name} in it is a symbolic link`, "Remove the link.");
  }
}

/**
 * A folder below an output folder, made where it is missing; the names lead through folders only, never through a link.
 *
 * @throws UserError where something else stands in the way.
 */
export async function realFolderIn(
  outFolder: string,
  ...names: readonly string[]
): Promise<string> {
  let folder = outFolder;
  for (const name of names) {
    folder = join(folder, name);
    await mkdir(folder).catch(() => undefined); // Whatever is there is looked at next.
    if (!(await lstat(folder)).isDirectory()) {
      throw refuse(outFolder, `${folder} is no folder, or a link to one`, "Remove it.");
    }
  }
  return folder;
}

/** Removes something below an output folder; nothing where the way there leads through a link. */
export async function removeIn(outFolder: string, ...names: readonly string[]): Promise<void> {
  const path = join(outFolder, ...names);
  const parent = await realpath(dirname(path)).catch(() => undefined);
  if (parent === dirname(path)) await rm(path, { recursive: true, force: true });
}

/** What killed runs left goes first; a process that still lives, though its lock was taken over, keeps what it has. */
async function openWorkFolder(outFolder: string): Promise<string> {
  for (const name of await readdir(outFolder)) {
    if (!name.startsWith(WORK)) continue;
    const process = parseIdentity(name.slice(WORK.length));
    if (process === undefined || hasEnded(process)) await removeIn(outFolder, name);
  }
  const own = WORK + renderIdentity(identifySelf());
  await removeIn(outFolder, own);
  return await realFolderIn(outFolder, own);
}

/** A repository is asked from its own root, so that no folder in it can pass for a repository with a configuration. */
async function isTracked(path: string): Promise<boolean> {
  const repository = await findRepository(path);
  if (repository === undefined) return false;
  const args = ["-c", "core.fsmonitor=false", "ls-files", "-z", "--", path];
  const { exitCode, stdout } = await runProcess("git", args, {
    cwd: repository,
    timeoutMs: 30_000,
  });
  return exitCode === 0 && stdout !== "";
}

function readOwner(path: string): string {
  try {
    return /^\d+/.exec(readFileSync(path, "utf8"))?.[0] ?? "of another dlpu";
  } catch {
    return "of another dlpu";
  }
}

function refuse(path: string, why: string, remedy: string): UserError {
  return new UserError(`${path} cannot be the output folder: ${why}`, remedy, {
    code: "DLPU-OUT-FOLDER",
  });
}
