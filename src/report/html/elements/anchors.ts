import type { BuildResult } from "../../../result/result.ts";

/** The page's anchor of a build: its folder, so that a link to it stays right from run to run. */
export function anchorOf({ soc, name }: BuildResult): string {
  return `${soc}/${name.replace(/[^\w.-]+/g, "_").slice(0, 200)}`;
}

/** The anchor of a build's strip, which is drawn once. */
export function stripIdOf(build: BuildResult): string {
  return `${anchorOf(build)}/strip`;
}

/** The page's anchor of a rule, in the list of the findings. */
export function ruleAnchorOf(code: string): string {
  return `rule/${code.replace(/[^\w.-]+/g, "_").slice(0, 200)}`;
}
