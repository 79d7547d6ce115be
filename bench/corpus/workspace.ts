import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { glob } from "tinyglobby";

/** A throw-away folder that a run over the corpus starts from. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly configPath: string;
}

/**
 * Puts the corpus, its configuration and the labels of its pictures together in a folder of its own, so that no path
 * of this machine shows in a result.
 */
export async function makeWorkspace(sharedData: string): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-corpus-"));
  const configPath = join(folder, "dlpu.yml");
  // Copies, not links: a configuration's paths stay below its folder, links out of it included.
  await cp(join(sharedData, "models"), join(folder, "models"), { recursive: true });
  await cp(join(sharedData, "images"), join(folder, "images"), { recursive: true });
  await copyFile(join(import.meta.dirname, "dlpu.yml"), configPath);
  await mkdir(join(folder, "labels"));
  await writeFile(join(folder, "labels", "cifar10.csv"), await labelsByFolder(folder, "cifar10"));
  return {
    folder,
    configPath,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Labels for a set of pictures that lie in a folder for each class. */
async function labelsByFolder(folder: string, set: string): Promise<string> {
  const files = await glob(`images/${set}/**/*.jpg`, { cwd: folder });
  const rows = files.sort().map((file) => `${relative("labels", file)},${basename(dirname(file))}`);
  return ["file,label", ...rows, ""].join("\n");
}
