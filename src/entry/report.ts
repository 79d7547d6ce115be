import { DefaultArtifactClient } from "@actions/artifact";
import * as core from "@actions/core";
import { readReportInputs } from "../github/run/action-inputs.ts";
import { annotateBuilds } from "../github/run/annotate.ts";
import { renderArtifacts } from "../github/artifacts/artifacts-output.ts";
import { assembleReport } from "../github/run/assemble-report.ts";
import { commentOnPullRequest } from "../github/comment/comment-on-pull-request.ts";
import { openGithubApi } from "../github/run/github-api.ts";
import { failOnVerdict, runAction } from "../github/run/job-outcome.ts";
import { findPullRequest } from "../github/comment/pull-request.ts";
import { loadRunContext } from "../github/run/run-context.ts";
import { collectHistory, writeHistory } from "../github/baseline/history.ts";
import { openRunnerLog } from "../github/run/runner-log.ts";
import { storeReport } from "../github/artifacts/store-report.ts";
import { writeJobSummary } from "../github/run/write-summary.ts";
import { claimOutFolder } from "../io/out-folder.ts";
import { writeReportFiles } from "../commands/report-files.ts";
import { historyUpTo } from "../report/history/history.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readReportInputs(process.env);
  const run = await loadRunContext(process.env);
  const api = openGithubApi(inputs.token);
  const client = new DefaultArtifactClient();
  const pullRequest = await findPullRequest(run, api);

  const context = { run, api, client, log };
  const assembled = await assembleReport(inputs, pullRequest, context);
  const entries = await collectHistory(assembled, inputs, context, new Date());
  const report = { ...assembled, history: historyUpTo(entries, assembled.run?.commit ?? "") };
  await claimOutFolder(inputs.outFolder);
  const written = await writeReportFiles(report, inputs.outFolder, inputs.artifactName);
  const history = await writeHistory(entries, inputs.outFolder);
  const files = { ...written, surfaces: [...written.surfaces, ...history] };
  core.setOutput("report", files.summary);
  core.setOutput("result", files.result);
  core.setOutput("artifacts", renderArtifacts(report.artifacts));

  await writeJobSummary(report);
  await annotateBuilds(report.result.builds, inputs.configPath);
  const url = await commentOnPullRequest(report, inputs, pullRequest, { run, api, log });
  if (url !== undefined) core.setOutput("comment-url", url);
  await storeReport(files, inputs, run, client, log);
  failOnVerdict(report, inputs.failOn);
});
