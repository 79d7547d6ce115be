import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Files of a user's repository: path → text, or a value that is written as JSON. */
export type ConsumerFiles = Readonly<Record<string, unknown>>;

/** Writes a user's repository into a folder. */
export async function writeConsumer(folder: string, files: ConsumerFiles): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, typeof content === "string" ? content : JSON.stringify(content));
  }
}
