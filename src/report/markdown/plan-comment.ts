import { hasChanges } from "../compare.ts";
import type { Report } from "../report.ts";
import { isFailure, overallVerdict } from "../report.ts";

/** When the pull-request comment is written; `auto` is `on-change`, except in a job of a matrix. */
export const COMMENT_MODES = ["auto", "always", "on-change", "on-failure", "never"] as const;
export type CommentMode = (typeof COMMENT_MODES)[number];

/** Whether this step speaks on the pull request. An existing comment is kept true whenever a step speaks at all. */
export type CommentPlan =
  | { readonly kind: "speak"; readonly mayCreate: boolean }
  | { readonly kind: "silent"; readonly reason: string };

/** Decides whether a report becomes a comment; a quiet pull request stays quiet. */
export function planComment(mode: CommentMode, report: Report, matrixJobs: number): CommentPlan {
  if (mode === "never") return { kind: "silent", reason: "comment is never" };
  if (mode === "auto" && matrixJobs > 1) {
    return {
      kind: "silent",
      reason: `this is one of ${matrixJobs} jobs of a matrix; the report action in a job after them comments for all`,
    };
  }
  return { kind: "speak", mayCreate: MAY_CREATE[mode](report) };
}

const MAY_CREATE: Readonly<Record<Exclude<CommentMode, "never">, (report: Report) => boolean>> = {
  auto: isWorthAComment,
  "on-change": isWorthAComment,
  always: () => true,
  "on-failure": (report) => isFailure(overallVerdict(report), "error"),
};

/** What is not known to be unchanged and fine. */
function isWorthAComment(report: Report): boolean {
  const { baseline } = report;
  const unchanged = baseline.kind === "found" && !hasChanges(baseline.comparison);
  return !unchanged || isFailure(overallVerdict(report), "error");
}
