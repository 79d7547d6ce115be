import { DefaultArtifactClient } from "@actions/artifact";
import * as core from "@actions/core";
import { join } from "node:path";
import { buildConfig } from "../commands/build.ts";
import { selectShard } from "../commands/plan.ts";
import { loadConfig } from "../config/load.ts";
import { readBuildInputs } from "../github/action-inputs.ts";
import { renderArtifacts } from "../github/artifacts-output.ts";
import { describeConfig } from "../github/describe-config.ts";
import { failOnVerdict, runAction } from "../github/job-outcome.ts";
import { logBuilds } from "../github/log-builds.ts";
import { loadRunContext } from "../github/run-context.ts";
import { openRunnerLog } from "../github/runner-log.ts";
import { uploadBuilds } from "../github/upload-builds.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readBuildInputs(process.env);
  const run = await loadRunContext(process.env);
  const config = await selectShard(await loadConfig(inputs.request), inputs.shard);
  describeConfig(config, inputs.request, log);

  const result = await buildConfig(config, log);
  core.setOutput("result", join(config.outFolder, "result.json"));
  core.setOutput("out", config.outFolder);
  logBuilds(result, log);

  const client = new DefaultArtifactClient();
  const artifacts = await uploadBuilds(result, { ...inputs, ...config }, run, client, log);
  core.setOutput("artifacts", renderArtifacts(artifacts));
  failOnVerdict({ result, missing: [] }, inputs.failOn);
});
