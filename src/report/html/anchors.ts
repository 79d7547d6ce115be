import type { BuildResult } from "../../pipeline/result.ts";

/** The page's anchor of a build: its folder, so that a link to it stays right from run to run. */
export function anchorOf({ soc, name }: BuildResult): string {
  return `${soc}/${name.replace(/[^\w.-]+/g, "_").slice(0, 200)}`;
}
