import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { findText } from "../../src/io/files.ts";
import { ROOT } from "../action-files.ts";

/** A workflow that this repository runs or shows to users. */
export interface FoundWorkflow {
  /** The file, with the line for one that stands in a page. */
  readonly origin: string;
  readonly text: string;
}

/** All workflows: our own, the example's, and those in the pages. A snippet of steps is made a workflow first. */
export async function findWorkflows(): Promise<FoundWorkflow[]> {
  const own = (await readdir(join(ROOT, ".github", "workflows"))).map(
    (name) => `.github/workflows/${name}`,
  );
  const pages = (await readdir(join(ROOT, "docs"))).filter((name) => name.endsWith(".md"));
  const files = [...own, "examples/workflow.yml"];
  const found = await Promise.all([
    ...files.map(async (origin) => [{ origin, text: await readFile(join(ROOT, origin), "utf8") }]),
    ...["README.md", ...pages.map((name) => `docs/${name}`)].map(findInPage),
  ]);
  return found.flat();
}

async function findInPage(path: string): Promise<FoundWorkflow[]> {
  const text = (await findText(join(ROOT, path))) ?? "";
  return [...text.matchAll(/^```ya?ml\n([^]*?)^```$/gm)].flatMap(({ 1: block = "", index }) => {
    const line = text.slice(0, index).split("\n").length;
    const workflow = asWorkflow(block);
    return workflow === undefined ? [] : [{ origin: `${path}:${line}`, text: workflow }];
  });
}

const snippetSchema = z.object({ jobs: z.unknown().optional(), steps: z.unknown().optional() });

function asWorkflow(block: string): string | undefined {
  const snippet = snippetSchema.safeParse(parse(block));
  if (!snippet.success) return undefined;
  if (snippet.data.jobs !== undefined) return block;
  if (snippet.data.steps === undefined) return undefined;
  const head = "name: Snippet\non: push\npermissions:\n  contents: read\njobs:\n  job:\n";
  return `${head}    runs-on: ubuntu-24.04\n    timeout-minutes: 60\n${block.replace(/^(?=.)/gm, "    ")}`;
}
