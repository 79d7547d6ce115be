import { join } from "node:path";
import { format } from "prettier";
import { build } from "../src/commands/build.ts";
import { writeFileAtomic } from "../src/io/files.ts";
import { openLog } from "../src/io/log.ts";
import { renderCorpus } from "./corpus/render.ts";
import { makeWorkspace } from "./corpus/workspace.ts";
import { describeMachine } from "./machine.ts";
import { getSharedData } from "./shared-data.ts";

/**
 * Builds every model of the shared corpus for every soc in one run and writes docs/corpus.md.
 *
 * Usage: `node bench/corpus.ts [DIR]`, where DIR keeps the artifacts and `result.json`.
 */
await using workspace = await makeWorkspace(getSharedData());
const started = performance.now();
const result = await build(
  {
    folder: workspace.folder,
    configPath: workspace.configPath,
    models: [],
    socs: [],
    outFolder: process.argv[2] ?? join(workspace.folder, "out"),
    root: "/", // The workspace links to the corpus.
  },
  openLog(),
);
const seconds = (performance.now() - started) / 1000;
const markdown = renderCorpus(result, { seconds, machine: describeMachine() });
const page = join(import.meta.dirname, "..", "docs", "corpus.md");
await writeFileAtomic(page, await format(markdown, { parser: "markdown", printWidth: 100 }));
