import * as core from "@actions/core";
import { setup } from "../commands/setup.ts";
import { loadConfig } from "../config/load.ts";
import { readSetupInputs } from "../github/action-inputs.ts";
import { runAction } from "../github/job-outcome.ts";
import { openRunnerLog } from "../github/runner-log.ts";
import { openToolchainCache } from "../github/toolchain-cache.ts";
import { neededEnvironments } from "../pipeline/needed-environments.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readSetupInputs(process.env);
  const names = neededEnvironments(await loadConfig(inputs.request));
  const cache = await openToolchainCache(names, inputs.cache, process.env, log);
  const restored = await cache.restore();
  await setup(names, log);
  if (!restored) await cache.store();
  core.setOutput("cache-hit", restored);
});
