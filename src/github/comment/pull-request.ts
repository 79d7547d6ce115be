import type { GithubApi } from "../run/github-api.ts";
import { repositoryOf } from "../run/github-api.ts";
import type { FinishedRun, RunContext } from "../run/run-context.ts";

/** The pull request that a run speaks about. */
export interface PullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
}

/** A pull request, or in a line why there is none to speak to. */
export type FoundPullRequest =
  | { readonly kind: "found"; readonly pullRequest: PullRequest }
  | { readonly kind: "none"; readonly reason: string };

/**
 * Finds the pull request of a run; for a finished run that another workflow follows, by asking GitHub for the open one
 * with that head, and only if its head is still the commit that was built.
 *
 * Nothing that the finished run wrote is asked: a fork's run could name any number.
 */
export async function findPullRequest(
  run: RunContext,
  api: GithubApi | undefined,
): Promise<FoundPullRequest> {
  const { trigger } = run;
  if (trigger.kind === "pull request") return { kind: "found", pullRequest: trigger };
  if (trigger.kind === "other") return none("this run belongs to no pull request");
  if (api === undefined) return none("no token was given");
  return await findByHead(trigger.run, run, api);
}

async function findByHead(
  finished: FinishedRun,
  run: RunContext,
  api: GithubApi,
): Promise<FoundPullRequest> {
  if (finished.event !== "pull_request") return none(`the run's event was ${finished.event}`);
  const { data } = await api.pulls.list({
    ...repositoryOf(run),
    state: "open",
    head: `${finished.headOwner}:${finished.headBranch}`,
    per_page: 100,
  });
  const pull = data.find(({ head }) => head.sha === finished.headSha);
  if (pull !== undefined) {
    const { number, head, base } = pull;
    return { kind: "found", pullRequest: { number, headSha: head.sha, baseSha: base.sha } };
  }
  const stale = data.length > 0;
  return none(
    stale
      ? `the pull request has moved on from ${finished.headSha.slice(0, 12)}`
      : "no open pull request has this head",
  );
}

function none(reason: string): FoundPullRequest {
  return { kind: "none", reason };
}
