import type { Log } from "../../io/log.ts";
import { readOwnVersion } from "../../io/own-code.ts";
import { loadResults } from "../../commands/result-file.ts";
import type { Result } from "../../result/result.ts";
import { describePart, findMissingParts } from "../../pipeline/plan/run-part.ts";
import { mergeResults } from "../../report/merge-results.ts";
import type { Report, RunReference } from "../../report/report.ts";
import type { ReportInputs } from "./action-inputs.ts";
import { parseArtifacts } from "../artifacts/artifacts-output.ts";
import { resolveBaseline } from "../baseline/baseline.ts";
import type { CollectedResults, DownloadClient } from "../artifacts/collect-results.ts";
import { collectResults } from "../artifacts/collect-results.ts";
import type { GithubApi } from "./github-api.ts";
import type { FoundPullRequest } from "../comment/pull-request.ts";
import type { RunContext } from "./run-context.ts";

/** What a report is put together with. */
export interface ReportContext {
  readonly run: RunContext;
  readonly api: GithubApi | undefined;
  readonly client: DownloadClient;
  readonly log: Log;
}

/** Puts a report together: what arrived, what is missing, and how it differs from the baseline. */
export async function assembleReport(
  inputs: ReportInputs,
  pullRequest: FoundPullRequest,
  context: ReportContext,
): Promise<Report> {
  const { results, artifacts, parts } = await collect(inputs, context);
  const [first, ...rest] = results;
  const result = first === undefined ? await emptyResult() : mergeResults([first, ...rest]);
  const missing = findMissingParts(parts, inputs.expected).map(
    (part) => `${describePart(part)}: no result arrived; the log of its job says why.`,
  );
  return {
    result,
    missing: [
      ...(inputs.problem === undefined ? noBuilds(result, missing) : [inputs.problem]),
      ...missing,
    ],
    baseline:
      first === undefined
        ? { kind: "none", reason: "there is no result to compare." }
        : await resolveBaseline(
            result,
            { ...inputs, wanted: inputs.baseline },
            pullRequest,
            context,
          ),
    history: [],
    artifacts,
    run: referenceOf(context.run, pullRequest),
  };
}

async function collect(inputs: ReportInputs, context: ReportContext): Promise<CollectedResults> {
  const artifacts = parseArtifacts(inputs.artifacts);
  if (inputs.problem !== undefined && inputs.results.length === 0) {
    return { results: [], artifacts, parts: [] };
  }
  if (inputs.results.length > 0) {
    const results = await loadResults(inputs.results);
    const socs = new Set(results.flatMap(({ builds }) => builds.map(({ soc }) => soc)));
    return { results, artifacts, parts: [...socs].map((soc) => ({ soc, shard: undefined })) };
  }
  const { run } = context;
  const finished = run.trigger.kind === "finished run" ? run.trigger.run : undefined;
  const source = {
    run,
    artifactName: inputs.artifactName,
    runId: finished?.id ?? run.runId,
    token: finished === undefined ? undefined : inputs.token,
  };
  return await collectResults(source, context.client, context.log);
}

function noBuilds(result: Result, missing: readonly string[]): string[] {
  return result.builds.length > 0 || missing.length > 0
    ? []
    : ["No result arrived: no build step finished, or artifact-name differs between the jobs."];
}

async function emptyResult(): Promise<Result> {
  return { schemaVersion: 1, tool: { name: "dlpu", version: await readOwnVersion() }, builds: [] };
}

/** A pull request's reader knows its head commit, not the merge commit that was built. */
function referenceOf(run: RunContext, pullRequest: FoundPullRequest): RunReference {
  const finished = run.trigger.kind === "finished run" ? run.trigger.run : undefined;
  const own = pullRequest.kind === "found" ? pullRequest.pullRequest.headSha : run.sha;
  const id = finished?.id ?? run.runId;
  return {
    url: `${run.serverUrl}/${run.owner}/${run.repo}/actions/runs/${id}`,
    commit: finished?.headSha ?? own,
  };
}
