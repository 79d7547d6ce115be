import { join } from "node:path";
import { format } from "prettier";
import { findText, writeFileAtomic } from "../src/io/files.ts";
import type { ActionFile } from "./action-files.ts";
import { ACTION_FOLDERS, loadActionFile, ROOT } from "./action-files.ts";
import { renderTypes } from "./action-types.ts";

/**
 * Writes what follows from the `action.yml` files: `action-types.yml` beside each, and the tables in README.md and
 * docs/ between `<!-- inputs of build -->` (or `outputs of`; `.` is the composite action) and `<!-- end -->`. In the
 * README, also the quick start's workflow.
 *
 * With `--check` nothing is written, and the exit status is 1 where something is stale.
 */
const isCheck = process.argv.includes("--check");
const actions = new Map<string, ActionFile>();
for (const folder of ACTION_FOLDERS) actions.set(folder, await loadActionFile(folder));

for (const [folder, action] of actions) {
  await update(join(folder, "action-types.yml"), renderTypes(action));
}
for (const page of ["README.md", "docs/actions.md"]) {
  const text = await findText(join(ROOT, page));
  if (text !== undefined)
    await update(
      page,
      await format(fillTables(await fillWorkflow(text)), { parser: "markdown", printWidth: 100 }),
    );
}

async function update(path: string, text: string): Promise<void> {
  if ((await findText(join(ROOT, path))) === text) return;
  if (isCheck) {
    console.error(`${path} is stale: run node scripts/make-action-docs.ts`);
    process.exitCode = 1;
  } else {
    await writeFileAtomic(join(ROOT, path), text);
    console.log(`Wrote ${path}`);
  }
}

/** The README shows the quick start's workflow, so that there is one to keep right. */
async function fillWorkflow(text: string): Promise<string> {
  const page = (await findText(join(ROOT, "docs", "quick-start.md"))) ?? "";
  const workflow = /^```yaml\n[^]*?^```$/m.exec(page)?.[0];
  if (workflow === undefined) throw new Error("docs/quick-start.md has no workflow");
  return text.replace(
    /(<!-- workflow of quick-start -->)[^]*?(<!-- end -->)/,
    (_, start: string, end: string) => [start, workflow, end].join("\n\n"),
  );
}

function fillTables(text: string): string {
  return text.replaceAll(
    /(<!-- (inputs|outputs) of ([\w.]+) -->)[^]*?(<!-- end -->)/g,
    (_, start: string, what: "inputs" | "outputs", folder: string, end: string) => {
      const action = actions.get(folder);
      if (action === undefined) throw new Error(`No action in ${folder}`);
      return [start, renderTable(action, what), end].join("\n\n");
    },
  );
}

function renderTable(action: ActionFile, what: "inputs" | "outputs"): string {
  if (what === "outputs") {
    const rows = Object.entries(action.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
    );
    return ["| Output | What it is |", "| --- | --- |", ...rows].join("\n");
  }
  const rows = Object.entries(action.inputs).map(
    ([name, input]) =>
      `| \`${name}\` | ${cell(input.description)} | ${showDefault(input.default)} |`,
  );
  return ["| Input | What it does | Default |", "| --- | --- | --- |", ...rows].join("\n");
}

function showDefault(value: string): string {
  return value === "" ? "" : `\`${value}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
