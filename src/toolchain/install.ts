import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EnvironmentError } from "../errors.ts";
import { exists } from "../io/files.ts";
import { withLock } from "../io/lock.ts";
import type { Depth, ManifestFile } from "./manifest.ts";
import { findDamage, writeManifest } from "./manifest.ts";

/** A place in the cache for one version of one tool. */
export interface InstallPlace {
  readonly cacheFolder: string;
  readonly tool: string;
  readonly version: string;
}

/** A tool that is in its place and whole. */
export interface Installation {
  readonly folder: string;
  /** Whether it was there already. */
  readonly reused: boolean;
}

/** How a tool is put into a folder, and how it is looked at before it is used again. */
export interface InstallRecipe {
  readonly depth: Depth;
  /** Fills an empty folder, and says what to hold it against later. */
  readonly fill: (folder: string) => Promise<readonly ManifestFile[]>;
  readonly onWait?: () => void;
}

/** `<cache>/<tool>/<version>/<architecture>`, as `@actions/tool-cache` lays out a runner's tools. */
export function installFolder({ cacheFolder, tool, version }: InstallPlace): string {
  return join(cacheFolder, tool, version, process.arch);
}

/** The installation if it is there and whole. */
export async function findInstalled(
  place: InstallPlace,
  depth: Depth,
): Promise<Installation | undefined> {
  const folder = installFolder(place);
  return (await findDamage(folder, depth)) === undefined ? { folder, reused: true } : undefined;
}

/**
 * The tool in its place: as it is where it is whole, else filled aside and put there in one step.
 *
 * Any number of processes may ask at once, and any of them may be killed: one installs, the others take what it made,
 * and what a killed one left behind is removed by the next.
 */
export async function ensureInstalled(
  place: InstallPlace,
  recipe: InstallRecipe,
): Promise<Installation> {
  const found = await findInstalled(place, recipe.depth);
  if (found !== undefined) return found;
  const lock = join(place.cacheFolder, "locks", `${place.tool}-${place.version}.lock`);
  return await withLock(lock, () => installUnlessFound(place, recipe), recipe.onWait);
}

async function installUnlessFound(
  place: InstallPlace,
  { depth, fill }: InstallRecipe,
): Promise<Installation> {
  const found = await findInstalled(place, depth);
  if (found !== undefined) return found;
  const folder = installFolder(place);
  await removeAsides(folder);
  const aside = asideOf(folder);
  await makeFolder(aside);
  try {
    await writeManifest(aside, await fill(aside));
    await putInPlace(aside, folder, depth);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  await writeFile(`${folder}.complete`, ""); // The mark by which @actions/tool-cache finds a tool.
  return { folder, reused: false };
}

/** What killed processes left: only the holder of the lock may be filling a folder aside. */
async function removeAsides(folder: string): Promise<void> {
  const names = await readdir(dirname(folder)).catch(() => []);
  const asides = names.filter((name) => name.startsWith(ASIDE) && name.endsWith(".tmp"));
  for (const name of asides) {
    // A program that outlived its killed parent may still write there: then the next run removes it.
    await rm(join(dirname(folder), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

const ASIDE = ".aside-";

function asideOf(folder: string): string {
  return join(dirname(folder), `${ASIDE}${randomBytes(6).toString("hex")}.tmp`);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new EnvironmentError(
      `Cannot make ${path}: ${String(error)}`,
      "Make the folder writable, or set DLPU_CACHE to one that is.",
      { cause: error },
    );
  }
}

/** A broken installation makes way first; a whole one that appeared meanwhile stays. */
async function putInPlace(aside: string, folder: string, depth: Depth): Promise<void> {
  if (await exists(folder)) {
    const broken = asideOf(folder);
    await rename(folder, broken);
    await rm(broken, { recursive: true });
  }
  try {
    await rename(aside, folder);
  } catch (error) {
    if ((await findDamage(folder, depth)) !== undefined) throw error;
  }
}
