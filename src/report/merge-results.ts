import type { BuildResult, Result } from "../result/result.ts";
import { SOCS } from "../targets/catalogue.ts";

/** Puts the results of several jobs together; where two built the same model for the same soc, the later one counts. */
export function mergeResults(results: readonly [Result, ...Result[]]): Result {
  const builds = new Map<string, BuildResult>();
  for (const result of results) {
    for (const build of result.builds) builds.set(buildKeyOf(build), build);
  }
  return { ...results[0], builds: [...builds.values()].sort(inReadingOrder) };
}

/** What tells a build from all others of a run. */
export function buildKeyOf({ model, soc }: Pick<BuildResult, "model" | "soc">): string {
  return JSON.stringify([model, soc]);
}

function inReadingOrder(a: BuildResult, b: BuildResult): number {
  if (a.model !== b.model) return a.model < b.model ? -1 : 1;
  return SOCS.indexOf(a.soc) - SOCS.indexOf(b.soc);
}
