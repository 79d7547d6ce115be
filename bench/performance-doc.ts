import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { writeFileAtomic } from "../src/io/files.ts";

const PAGE = join(import.meta.dirname, "..", "docs", "performance.md");

/** Replaces what docs/performance.md says between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. */
export async function writeSection(
  name: "check" | "build" | "setup",
  markdown: string,
): Promise<void> {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const page = await readFile(PAGE, "utf8");
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${PAGE} has no ${begin}…${end}`);
  const filled = `${before}${begin}\n\n${markdown}\n\n${end}${after}`;
  await writeFileAtomic(PAGE, await format(filled, { parser: "markdown", printWidth: 100 }));
}
