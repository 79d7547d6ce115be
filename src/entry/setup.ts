import * as core from "@actions/core";
import { setup } from "../commands/setup.ts";
import { loadConfig } from "../config/load.ts";
import { readSetupInputs } from "../github/run/action-inputs.ts";
import { readCacheFacts } from "../github/cache/cache-facts.ts";
import { planCacheParts } from "../github/cache/cache-parts.ts";
import { planCache } from "../github/cache/cache-policy.ts";
import { runAction } from "../github/run/job-outcome.ts";
import { openRunnerLog } from "../github/run/runner-log.ts";
import { openToolchainCache } from "../github/cache/toolchain-cache.ts";
import { resolveCacheFolder } from "../io/machine.ts";
import { takeSecrets } from "../io/secrets.ts";
import { neededEnvironments } from "../pipeline/plan/needed-environments.ts";
import { renderSetupLines } from "../report/terminal/setup-table.ts";
import { planCompilers } from "../toolchain/plan-tools.ts";
import { listMissing } from "../toolchain/set-up-tool.ts";

await runAction(async () => {
  const log = openRunnerLog();
  const inputs = readSetupInputs(process.env);
  const secrets = takeSecrets(process.env);
  const config = await loadConfig(inputs.request);
  const socs = config.models.flatMap(({ targets }) => targets.map(({ soc }) => soc));
  const tools = [...neededEnvironments(config), ...planCompilers(socs)];
  const { compilers } = config;
  const context = { cacheFolder: resolveCacheFolder(process.env), environment: process.env };
  const missing = await listMissing(tools, { ...context, compilers, depth: "stamps" });
  const parts = await planCacheParts(missing, { ...context, compilers, depth: "stamps" });
  const policy = planCache(await readCacheFacts(inputs.cache, process.env));
  const cache = openToolchainCache(parts, policy, log);
  const restored = await secrets.lend(cache.restore);
  await setup(tools, log, {
    compilers,
    finished: (tool) => {
      renderSetupLines(tool).forEach(log.line);
    },
  });
  await secrets.lend(cache.store);
  core.setOutput("cache-hit", restored);
});
