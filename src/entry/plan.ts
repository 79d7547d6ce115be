import * as core from "@actions/core";
import { planJobs } from "../commands/plan.ts";
import { loadConfig } from "../config/load.ts";
import { readPlanInputs } from "../github/run/action-inputs.ts";
import { describeConfig } from "../github/run/describe-config.ts";
import { runAction } from "../github/run/job-outcome.ts";
import { openRunnerLog } from "../github/run/runner-log.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readPlanInputs(process.env);
  const config = await loadConfig(inputs.request);
  describeConfig(config, inputs.request, log);
  const matrix = planJobs(config, inputs.jobs);
  for (const { soc, shard } of matrix.include) log.line(`job: ${soc}, part ${shard}`);
  core.setOutput("matrix", matrix);
  core.setOutput("count", matrix.include.length);
});
