import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default("see below"),
});

/** The licences of every package of which a bundle holds code, as one text. `inputs` are paths below the root. */
export async function renderLicenses(root: string, inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []));
  const texts = await Promise.all(
    [...folders].sort().map((folder) => renderOne(join(root, folder))),
  );
  return [...new Set(texts)].join(`\n${"-".repeat(80)}\n\n`);
}

/** The innermost package that a file belongs to. */
const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

async function renderOne(folder: string): Promise<string> {
  const text = await readFile(join(folder, "package.json"), "utf8");
  const { name, version, license } = packageSchema.parse(JSON.parse(text));
  const names = await readdir(folder);
  const file = names.sort().find((entry) => /^licen[cs]e/i.test(entry));
  const terms = file === undefined ? `${license}\n` : await readFile(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${terms.trimEnd()}\n`;
}
