import { join } from "node:path";
import { format } from "prettier";
import { findText, writeFileAtomic } from "../src/io/files.ts";
import { renderLimitsDoc } from "../src/report/docs/limits-doc.ts";
import { renderRulesDoc } from "../src/report/docs/rules-doc.ts";
import { renderTargetDoc } from "../src/report/docs/target-doc.ts";
import { renderToolchainsDoc } from "../src/report/docs/toolchains-doc.ts";
import { TARGETS } from "../src/targets/catalogue.ts";
import { CATALOGUE } from "../src/toolchain/catalogue/catalogue.ts";

/**
 * Writes docs/rules.md, docs/judging.md, docs/toolchains.md and docs/targets/ from the targets and the catalogue; with `--check` only says which of them are stale.
 *
 * Exit status 1 when `--check` found a stale page.
 */
const root = join(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");

for (const [path, markdown] of renderPages()) {
  const text = await format(markdown, { parser: "markdown", printWidth: 100 });
  if ((await findText(join(root, path))) === text) continue;
  if (isCheck) {
    console.error(`${path} is stale: run \`node scripts/make-docs.ts\`.`);
    process.exitCode = 1;
  } else {
    await writeFileAtomic(join(root, path), text);
    console.log(`Wrote ${path}`);
  }
}

function renderPages(): ReadonlyMap<string, string> {
  const targets = TARGETS;
  return new Map([
    ["docs/rules.md", renderRulesDoc(targets)],
    ["docs/judging.md", renderLimitsDoc()],
    ["docs/toolchains.md", renderToolchainsDoc(Object.values(CATALOGUE), targets)],
    ...targets.map((target): [string, string] => [
      `docs/targets/${target.soc}.md`,
      renderTargetDoc(target),
    ]),
  ]);
}
