import * as core from "@actions/core";
import type { Log } from "../../io/log.ts";
import { commentMarker, renderComment } from "../../report/markdown/comment.ts";
import { planComment } from "../../report/markdown/plan-comment.ts";
import type { Report } from "../../report/report.ts";
import type { ReportInputs } from "../run/action-inputs.ts";
import type { GithubApi } from "../run/github-api.ts";
import type { FoundPullRequest } from "./pull-request.ts";
import type { RunContext } from "../run/run-context.ts";
import type { CommentOutcome } from "./sticky-comment.ts";
import { writeStickyComment } from "./sticky-comment.ts";

/** Speaks on the pull request where that was asked for and is possible, and says in the log what became of it. */
export async function commentOnPullRequest(
  report: Report,
  inputs: ReportInputs,
  found: FoundPullRequest,
  { run, api, log }: { run: RunContext; api: GithubApi | undefined; log: Log },
): Promise<string | undefined> {
  const plan = planComment(inputs.comment, report, inputs.matrixJobs);
  if (plan.kind === "silent") return explain(plan.reason, log);
  if (found.kind === "none") return explain(found.reason, log);
  if (api === undefined) return explain("no token was given", log);
  const outcome = await writeStickyComment(
    {
      pullRequest: found.pullRequest.number,
      body: renderComment(report, inputs.artifactName),
      marker: commentMarker(inputs.artifactName),
      mayCreate: plan.mayCreate,
    },
    run,
    api,
  );
  return urlOf(outcome, log);
}

function urlOf(outcome: CommentOutcome, log: Log): string | undefined {
  switch (outcome.kind) {
    case "written":
    case "updated":
    case "unchanged":
      log.line(`pull-request comment: ${outcome.kind}, ${outcome.url}`);
      return outcome.url;
    case "withheld":
      return explain(outcome.reason, log);
    case "forbidden":
      core.notice(`No pull-request comment: ${outcome.reason}. The job summary has everything.`);
      return undefined;
  }
}

/** The comment's absence has its reason in the log. */
function explain(reason: string, log: Log): string | undefined {
  log.line(`no pull-request comment: ${reason}`);
  return undefined;
}
