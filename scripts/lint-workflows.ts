import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { ACTION_FOLDERS, loadActionFile, ROOT } from "./action-files.ts";
import { findUndeclared } from "./lint-workflows/check-outputs.ts";
import type { FoundWorkflow } from "./lint-workflows/find-workflows.ts";
import { findWorkflows } from "./lint-workflows/find-workflows.ts";
import { installActionlint, installZizmor } from "./install-tools.ts";
import { validateFile } from "./lint-workflows/official-parser.ts";

/** Judges every workflow of this repository and its pages, and every `action.yml`: GitHub's parser, actionlint, zizmor. */
const workflows = await findWorkflows();
const actions = new Map(
  await Promise.all(
    ACTION_FOLDERS.map(async (folder) => [folder, await loadActionFile(folder)] as const),
  ),
);
const complaints = [
  ...workflows.flatMap((workflow) => findUndeclared(workflow, actions)),
  ...(await complaintsOfParser()),
  ...(await complaintsOfTools()),
];
for (const complaint of complaints) console.error(complaint);
console.log(
  `${workflows.length} workflows, ${actions.size} actions: ${complaints.length} complaints`,
);
if (complaints.length > 0) process.exitCode = 1;

async function complaintsOfParser(): Promise<string[]> {
  const ofWorkflows = workflows.map(async ({ origin, text }) => {
    const found = await validateFile(".github/workflows/shown.yml", text);
    return found.map((complaint) => `${origin}: ${complaint}`);
  });
  const ofActions = ACTION_FOLDERS.map(async (folder) => {
    const path = join(folder, "action.yml");
    return await validateFile(path, await readFile(join(ROOT, path), "utf8"));
  });
  return (await Promise.all([...ofWorkflows, ...ofActions])).flat();
}

/** The tools take files, so the workflows are put into a folder as a repository would have them. */
async function complaintsOfTools(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-workflows-"));
  try {
    const paths = await writeWorkflows(folder);
    const actionFiles = ACTION_FOLDERS.map((name) => join(ROOT, name, "action.yml"));
    return [
      // actionlint 1.7.12 does not know `$/` (rhysd/actionlint#711).
      ...(await run(await installActionlint(), ["-ignore", 'specifying action "\\$/', ...paths])),
      ...(await run(await installZizmor(), [
        ...["--offline", "--quiet", "--no-progress", "--format", "plain"],
        ...["--config", join(ROOT, ".github", "zizmor.yml")],
        ...[...paths, ...actionFiles],
      ])),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeWorkflows(folder: string): Promise<string[]> {
  const place = join(folder, ".github", "workflows");
  await mkdir(place, { recursive: true });
  return await Promise.all(workflows.map((workflow) => writeWorkflow(workflow, place)));
}

async function writeWorkflow({ origin, text }: FoundWorkflow, place: string): Promise<string> {
  const path = join(place, `${origin.replaceAll(/\W+/g, "-")}.yml`);
  await writeFile(path, text);
  return path;
}

async function run(program: string, args: readonly string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await execa(program, args, { cwd: ROOT, reject: false });
  return exitCode === 0 ? [] : [stdout, stderr].filter((text) => text !== "");
}
