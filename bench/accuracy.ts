import { join } from "node:path";
import { format } from "prettier";
import { build } from "../src/commands/build.ts";
import { writeFileAtomic } from "../src/io/files.ts";
import { openLog } from "../src/io/log.ts";
import type { Result } from "../src/pipeline/result.ts";
import { renderAccuracy } from "./accuracy/render.ts";
import { makeWorkspace } from "./accuracy/workspace.ts";
import { describeMachine } from "./machine.ts";
import { getSharedData } from "./shared-data.ts";

/**
 * Builds the depthwise models and ResNet8 without and with the search for a recipe and writes docs/accuracy.md: what
 * each loses against its float model, on pictures that took no part in making it.
 *
 * Usage: `node bench/accuracy.ts`
 */
await using workspace = await makeWorkspace(getSharedData());
const plain = await buildAll("off");
const shipped = await buildAll("fast");
const markdown = renderAccuracy(plain, shipped, describeMachine());
const page = join(import.meta.dirname, "..", "docs", "accuracy.md");
await writeFileAtomic(page, await format(markdown, { parser: "markdown", printWidth: 100 }));

async function buildAll(effort: "off" | "fast"): Promise<Result> {
  const { folder } = workspace;
  return await build(
    {
      folder,
      configPath: await workspace.writeConfig(effort),
      models: [],
      socs: [],
      outFolder: join(folder, `out-${effort}`),
    },
    openLog(),
  );
}
