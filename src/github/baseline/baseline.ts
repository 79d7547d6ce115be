import { compareWithFile } from "../../commands/report.ts";
import type { Log } from "../../io/log.ts";
import type { Result } from "../../result/result.ts";
import { compareResults } from "../../report/compare.ts";
import type { Baseline } from "../../report/report.ts";
import { reportArtifactName } from "../artifacts/artifact-name.ts";
import type { DownloadClient } from "../artifacts/collect-results.ts";
import { downloadResult, findOptions } from "../artifacts/collect-results.ts";
import type { GithubApi } from "../run/github-api.ts";
import { isDenied, repositoryOf } from "../run/github-api.ts";
import type { FoundPullRequest, PullRequest } from "../comment/pull-request.ts";
import type { RunContext } from "../run/run-context.ts";

/** What a baseline is looked for with. */
export interface BaselineRequest {
  /** `auto`, `none`, or the path of a `result.json`. */
  readonly wanted: string;
  readonly artifactName: string;
  readonly token: string | undefined;
}

/** Finds the result to compare with: a file, or what a run on the pull request's merge base stored. Never rebuilds it. */
export async function resolveBaseline(
  result: Result,
  request: BaselineRequest,
  found: FoundPullRequest,
  context: {
    readonly run: RunContext;
    readonly api: GithubApi | undefined;
    readonly client: DownloadClient;
    readonly log: Log;
  },
): Promise<Baseline> {
  if (request.wanted === "none") return none("not asked for.");
  if (request.wanted !== "auto") return await compareWithFile(result, request.wanted);
  if (found.kind === "none") return none(`${found.reason}.`);
  if (context.api === undefined || request.token === undefined) return none("no token was given.");
  try {
    return await findStored(result, request, found.pullRequest, { ...context, api: context.api });
  } catch (error) {
    if (!isDenied(error)) throw error;
    return none("the token may not read earlier runs: give the job `permissions: actions: read`.");
  }
}

interface Context {
  readonly run: RunContext;
  readonly api: GithubApi;
  readonly client: DownloadClient;
  readonly log: Log;
}

async function findStored(
  result: Result,
  request: BaselineRequest,
  pullRequest: PullRequest,
  context: Context,
): Promise<Baseline> {
  const mergeBase = await findMergeBase(pullRequest, context);
  for (const commit of new Set([mergeBase, pullRequest.baseSha])) {
    const stored = await findResultOf(commit, request, context);
    if (stored !== undefined) {
      return { kind: "found", name: commit, comparison: compareResults(stored, result) };
    }
  }
  return none(
    `no run on ${mergeBase.slice(0, 12)} stored a report; run this workflow on pushes to the base branch too.`,
  );
}

async function findMergeBase(
  { headSha, baseSha }: PullRequest,
  { run, api }: Context,
): Promise<string> {
  const { data } = await api.repos.compareCommitsWithBasehead({
    ...repositoryOf(run),
    basehead: `${baseSha}...${headSha}`,
    per_page: 1,
  });
  return data.merge_base_commit.sha;
}

/** The report that a run of this repository stored for a commit; runs of pull requests are not asked, forks write them. */
async function findResultOf(
  commit: string,
  { artifactName, token }: BaselineRequest,
  { run, api, client, log }: Context,
): Promise<Result | undefined> {
  const { data } = await api.actions.listWorkflowRunsForRepo({
    ...repositoryOf(run),
    head_sha: commit,
    per_page: 30,
  });
  const own = data.workflow_runs.filter(
    ({ event, head_repository, repository }) =>
      !event.startsWith("pull_request") &&
      event !== "workflow_run" &&
      (head_repository as { id?: number } | null)?.id === repository.id,
  );
  for (const { id: runId } of own) {
    const options = findOptions({ run, runId, token });
    const { artifacts } = await client.listArtifacts({ ...options, latest: true });
    const report = artifacts.find(({ name }) => name === reportArtifactName(artifactName));
    const result = report && (await downloadResult(report, options, client, log));
    if (result !== undefined) return result;
  }
  return undefined;
}

function none(reason: string): Baseline {
  return { kind: "none", reason };
}
