import type { Severity } from "../result/finding.ts";
import type { BuildResult } from "../result/result.ts";
import { findCondition } from "./words/finding-words.ts";
import type { FindingCase, SharedFinding } from "./shared-findings.ts";
import { shareFindings } from "./shared-findings.ts";

/** A note that GitHub shows beside a file. All of it may be untrusted text. */
export interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly line: number | undefined;
}

/** Where a reader can act on a model: a line of the configuration, else the model's own file. */
export type Locate = (model: string) => {
  readonly file: string;
  readonly line: number | undefined;
};

/**
 * One less of each level than a runner takes from a step, composite actions as a whole, so that the step's own error
 * or warning still fits (actions/runner, ExecutionContext.cs `_maxCountPerIssueType`, read 2026-11-22).
 */
const MOST = 9;

/** A finding with one thing that was seen: notes stand beside files, so that models with other evidence get their own. */
type SeenFinding = Pick<SharedFinding, "finding"> & FindingCase;

/** The annotations of a run: one a distinct finding, errors and warnings apart, those of most builds first. */
export function planAnnotations(builds: readonly BuildResult[], locate: Locate): Annotation[] {
  const seen = shareFindings(builds).flatMap(({ finding, cases }) =>
    cases.map((one) => ({ finding, ...one })),
  );
  return [...annotationsOf("error", seen, locate), ...annotationsOf("warning", seen, locate)];
}

function annotationsOf(
  level: Exclude<Severity, "info">,
  seen: readonly SeenFinding[],
  locate: Locate,
): Annotation[] {
  const found = seen
    .filter(({ finding }) => finding.severity === level)
    .toSorted((a, b) => b.builds.length - a.builds.length);
  const shown = found.slice(0, found.length > MOST ? MOST - 1 : MOST);
  const rest = found.slice(shown.length);
  return [
    ...shown.map((one) => annotationOf(level, one, locate)),
    ...(rest[0] === undefined ? [] : [restOf(level, rest.length, rest[0], locate)]),
  ];
}

function annotationOf(
  level: Annotation["level"],
  { finding, builds, evidence }: SeenFinding,
  locate: Locate,
): Annotation {
  const [{ model }] = builds;
  const models = new Set(builds.map((build) => build.model)).size;
  const socs = [...new Set(builds.map(({ soc }) => soc))].join(", ");
  const name = models === 1 ? model : `${model} and ${models - 1} more`;
  return {
    level,
    title: `${finding.code}: ${name} for ${socs}`,
    message: [findCondition(finding) ?? "", evidence, finding.remedy].join(" ").trim(),
    ...locate(model),
  };
}

function restOf(
  level: Annotation["level"],
  count: number,
  { builds: [{ model }] }: SeenFinding,
  locate: Locate,
): Annotation {
  return {
    level,
    title: `${count} more ${level}s`,
    message: `${count} more ${level}s are in the job summary.`,
    ...locate(model),
  };
}
