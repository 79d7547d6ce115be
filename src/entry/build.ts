import { DefaultArtifactClient } from "@actions/artifact";
import * as core from "@actions/core";
import { join } from "node:path";
import { buildConfig } from "../commands/build.ts";
import { selectShard } from "../commands/plan.ts";
import { loadConfig } from "../config/load.ts";
import { readBuildInputs } from "../github/run/action-inputs.ts";
import { renderArtifacts } from "../github/artifacts/artifacts-output.ts";
import { describeConfig } from "../github/run/describe-config.ts";
import { failOnVerdict, runAction } from "../github/run/job-outcome.ts";
import { logBuilds } from "../github/run/log-builds.ts";
import { loadRunContext } from "../github/run/run-context.ts";
import { openRunnerLog } from "../github/run/runner-log.ts";
import { uploadBuilds } from "../github/artifacts/upload-builds.ts";
import { takeSecrets } from "../io/secrets.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readBuildInputs(process.env);
  const secrets = takeSecrets(process.env);
  const run = await loadRunContext(process.env);
  const config = await selectShard(await loadConfig(inputs.request), inputs.shard);
  describeConfig(config, inputs.request, log);

  const result = await buildConfig(config, log);
  core.setOutput("result", join(config.outFolder, "result.json"));
  core.setOutput("out", config.outFolder);
  logBuilds(result, log);

  const client = new DefaultArtifactClient();
  const artifacts = await secrets.lend(() =>
    uploadBuilds(result, { ...inputs, ...config }, run, client, log),
  );
  core.setOutput("artifacts", renderArtifacts(artifacts));
  failOnVerdict({ result, missing: [] }, inputs.failOn);
});
