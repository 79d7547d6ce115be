import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { bundle } from "../../../scripts/bundle.ts";

/** The name under which the workflows of the suite use the action. */
export const ACTION = "axis-dlpu/dlpu";
const ACTIONS = ["setup", "build", "report", "plan"];
const ROOT = join(import.meta.dirname, "..", "..", "..");

/**
 * Copies what a release holds to a folder, with what act 0.2.89 does not know replaced: `$/x` (nektos/act#6189) by the
 * full name, `strategy.job-total` by an environment variable of the workflow.
 *
 * `standIn`: the build and setup commands are bundled from `test/e2e/stand-in`, so that no Python is needed.
 */
export async function stageAction(
  folder: string,
  { standIn }: { standIn: boolean },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await bundle(join(folder, "dist"), standIn ? [standInCommands] : []);
  await cp(join(ROOT, "package.json"), join(folder, "package.json"));
  await cp(join(ROOT, "worker"), join(folder, "worker"), { recursive: true });
  await stageManifest("action.yml", folder);
  for (const name of ACTIONS) {
    await mkdir(join(folder, name), { recursive: true });
    await stageManifest(join(name, "action.yml"), folder);
  }
}

async function stageManifest(path: string, folder: string): Promise<void> {
  const text = await readFile(join(ROOT, path), "utf8");
  const staged = text
    .replaceAll(/uses: \$\/(\w+)/g, `uses: ${ACTION}/$1@v1`)
    .replaceAll("default: ${{ strategy.job-total }}", 'default: "1"')
    .replaceAll("${{ strategy.job-total }}", "${{ env.STAND_IN_JOB_TOTAL }}");
  await writeFile(join(folder, path), staged);
}

const standInCommands: Plugin = {
  name: "stand-in-commands",
  setup(build) {
    build.onResolve({ filter: /\/commands\/(build|setup)\.ts$/ }, ({ path, importer }) => {
      if (!/entry.(build|setup)\.ts$/.test(importer)) return undefined;
      const name = path.includes("setup") ? "setup-command.ts" : "build-command.ts";
      return { path: join(ROOT, "test", "e2e", "stand-in", name) };
    });
  },
};
