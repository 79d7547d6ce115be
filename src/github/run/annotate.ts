import { relative, resolve } from "node:path";
import * as core from "@actions/core";
import { findModelLine } from "../../config/find-model-line.ts";
import { findText } from "../../io/files.ts";
import type { BuildResult } from "../../result/result.ts";
import type { Locate } from "../../report/annotations.ts";
import { planAnnotations } from "../../report/annotations.ts";
import { withoutCommands } from "./runner-log.ts";

/** Annotates the lines of the configuration, or the model files, that the worst findings are about. */
export async function annotateBuilds(
  builds: readonly BuildResult[],
  configPath: string | undefined,
): Promise<void> {
  const locate = await openLocator(configPath ?? "dlpu.yml");
  for (const { level, title, message, file, line } of planAnnotations(builds, locate)) {
    core[level](withoutCommands(message), {
      title: withoutCommands(title),
      file: withoutCommands(file),
      ...(line === undefined ? {} : { startLine: line }),
    });
  }
}

async function openLocator(configPath: string): Promise<Locate> {
  const text = await findText(resolve(configPath));
  const folder = resolve(configPath, "..");
  return (model) => {
    const line = text === undefined ? undefined : findModelLine(text, model);
    const file = line === undefined ? resolve(folder, model) : resolve(configPath);
    return { file: relative(process.cwd(), file), line };
  };
}
