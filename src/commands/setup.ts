import type { Log } from "../io/log.ts";
import { resolveCacheFolder } from "../io/machine.ts";
import type { WorkerEnvironment, WorkerEnvironmentName } from "../toolchain/worker-environment.ts";
import { ensureWorkerEnvironment } from "../toolchain/worker-environment.ts";

/** `dlpu setup`: installs the worker's environments and says what is where. */
export async function setup(
  names: readonly WorkerEnvironmentName[],
  log: Log,
): Promise<WorkerEnvironment[]> {
  const environments: WorkerEnvironment[] = [];
  for (const name of names) {
    log.status(`preparing the ${name} environment`);
    const started = performance.now();
    const environment = await ensureWorkerEnvironment(
      name,
      resolveCacheFolder(process.env),
      process.env,
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const how = environment.reused ? "was ready" : `installed in ${seconds} s`;
    log.line(`${name}: ${how}, Python ${environment.pythonVersion}, ${environment.python}`);
    environments.push(environment);
  }
  return environments;
}
