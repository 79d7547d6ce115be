import type { Log } from "../../io/log.ts";
import type { BuildResult, Result } from "../../result/result.ts";
import { renderBuildLine } from "../../report/terminal/build-line.ts";
import { renderBytes } from "../../words/numbers.ts";
import { VERDICT_SYMBOLS } from "../../report/words/verdict-words.ts";
import { logGroup } from "./runner-log.ts";

/** Logs a foldable group for each build, and a line for each after them: what a reader looks for comes last. */
export function logBuilds({ builds }: Result, log: Log): void {
  for (const build of builds) logGroup(titleOf(build), detailsOf(build), log);
  for (const build of builds) log.line(renderBuildLine(build));
}

function titleOf({ model, soc, verdict }: BuildResult): string {
  return `${model} for ${soc}: ${VERDICT_SYMBOLS[verdict]} ${verdict}`;
}

function detailsOf(build: BuildResult): string[] {
  return [
    ...(build.reason === null ? [] : [build.reason]),
    ...build.steps.flatMap(({ name, outcome, seconds, detail }) => [
      `${name}: ${outcome} in ${seconds.toFixed(1)} s`,
      ...detail.map((line) => `  ${line}`),
    ]),
    ...build.findings.flatMap(({ code, severity, evidence, remedy }) => [
      `${severity} ${code}: ${evidence}`,
      `  ${remedy}`,
    ]),
    ...build.files.map(
      ({ path, sizeBytes, sha256 }) => `${sha256}  ${path} (${renderBytes(sizeBytes)})`,
    ),
  ];
}
