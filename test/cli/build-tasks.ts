import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../../src/result/finding.ts";
import type { BuildResult, Result } from "../../src/result/result.ts";
import { makeFolder } from "../temporary-folder.ts";
import { corePython, runFixture } from "../worker/support.ts";
import { runDlpu } from "./run-dlpu.ts";

/** One of the models of `task_models.py`, and its settings as YAML in one line, with paths from above its folder. */
export interface TaskCase {
  readonly model: "detector" | "segmenter" | "classifier" | "narrow";
  readonly settings: string;
}

/** Builds every case for ARTPEC-9 in one run of the command line; gives the builds by the cases' names. */
export async function buildTasks<Name extends string>(
  cases: Readonly<Record<Name, TaskCase>>,
  files: Readonly<Record<string, string>> = {},
): Promise<(name: Name) => BuildResult> {
  await using project = await makeFolder({});
  const folder = project.path;
  runFixture(corePython, "task_models.py", folder);
  const lines: string[] = [];
  for (const [name, { model, settings }] of Object.entries<TaskCase>(cases)) {
    const path = `${model}/${name}.onnx`;
    await copyFile(join(folder, model, "model.onnx"), join(folder, path));
    lines.push(`  - {path: ${path}, calibration: ${model}/pictures, ${settings}}`);
  }
  await writeFile(join(folder, "dlpu.yml"), ["models:", ...lines].join("\n"));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  const { stderr } = await runDlpu(["build", "--soc", "artpec-9"], folder);
  const text = await readFile(join(folder, "out", "result.json"), "utf8").catch(() => {
    throw new Error(stderr);
  });
  const { builds } = JSON.parse(text) as Result; // Written by the program under test.
  return (name) => findBuild(builds, name);
}

function findBuild(builds: readonly BuildResult[], name: string): BuildResult {
  const found = builds.find((build) => build.name === name);
  if (found === undefined) throw new Error(`there is no build of ${name}`);
  return found;
}

export function findingOf({ findings }: BuildResult, code: string): Finding | undefined {
  return findings.find((finding) => finding.code === code);
}

/**
 * Of the detector's twelve labelled boxes. The four surest finds are right, the next four wrong, the last four right:
 * precision is 1 up to a recall of 1/3 (34 of COCO's 101 points), then 8/12 up to 2/3 (33 points), then nothing is
 * found.
 */
export const AVERAGE_PRECISION = (34 + (33 * 8) / 12) / 101;

/** Of the classifier's twelve labels, the last four are not the pictures' colour. */
export const TOP_1 = 8 / 12;
