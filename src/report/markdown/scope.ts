import type { BuildResult } from "../../result/result.ts";
import type { Scope } from "./fit.ts";
import { buildKeyOf } from "../merge-results.ts";
import type { Report } from "../report.ts";
import { worstFirst } from "../report.ts";

/** How many models a report names when it can name only the worst. */
const WORST_MODELS = 10;

/**
 * The builds that a scope shows, whole models at a time: all, those that changed or are not green, the worst ten, none.
 */
export function selectBuilds(report: Report, scope: Scope): readonly BuildResult[] {
  const { builds } = report.result;
  if (scope === "all") return builds;
  if (scope === "counts" || scope === "line") return [];
  const notable = builds.filter(notableIn(report));
  const models = [...new Set(worstFirst(notable).map(({ model }) => model))];
  const shown = new Set(scope === "worst" ? models.slice(0, WORST_MODELS) : models);
  return builds.filter(({ model }) => shown.has(model));
}

function notableIn({ baseline }: Report): (build: BuildResult) => boolean {
  const touched = new Set(
    baseline.kind === "found"
      ? [...baseline.comparison.added, ...baseline.comparison.changed.map(({ head }) => head)].map(
          buildKeyOf,
        )
      : [],
  );
  return (build) =>
    !["passed", "skipped"].includes(build.verdict) || touched.has(buildKeyOf(build));
}
