import * as core from "@actions/core";
import { setup } from "../commands/setup.ts";
import { loadConfig } from "../config/load.ts";
import { readSetupInputs } from "../github/action-inputs.ts";
import { runAction } from "../github/job-outcome.ts";
import { openRunnerLog } from "../github/runner-log.ts";
import { openToolchainCache } from "../github/toolchain-cache.ts";
import { planCompilers } from "../toolchain/plan-tools.ts";
import { neededEnvironments } from "../pipeline/needed-environments.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readSetupInputs(process.env);
  const config = await loadConfig(inputs.request);
  const names = neededEnvironments(config);
  const cache = await openToolchainCache(names, inputs.cache, process.env, log);
  const restored = await cache.restore();
  const socs = config.models.flatMap(({ targets }) => targets.map(({ soc }) => soc));
  await setup([...names, ...planCompilers(socs)], log, { compilers: config.compilers });
  if (!restored) await cache.store();
  core.setOutput("cache-hit", restored);
});
