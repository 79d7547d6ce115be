import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeWorkspace } from "../../bench/corpus/workspace.ts";
import type { Result } from "../../src/result/result.ts";
import { runDlpu } from "../cli/run-dlpu.ts";

/** Builds models of the shared corpus through the command line, with the corpus' own configuration. */
export async function buildCorpus(
  sharedData: string,
  options: { readonly models: readonly string[]; readonly socs: string },
): Promise<Result> {
  await using workspace = await makeWorkspace(sharedData);
  const out = await mkdtemp(join(tmpdir(), "dlpu-corpus-out-"));
  try {
    const models = options.models.flatMap((model) => ["--models", `models/${model}`]);
    const args = ["build", ...models, "--soc", options.socs, "--out", out];
    const { stderr } = await runDlpu(args, workspace.folder);
    const text = await readFile(join(out, "result.json"), "utf8").catch(() => {
      throw new Error(stderr);
    });
    return JSON.parse(text) as Result; // Written by the program under test.
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
