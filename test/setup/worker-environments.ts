import { resolveCacheFolder } from "../../src/io/machine.ts";
import { ensureWorkerEnvironment } from "../../src/toolchain/worker-environment.ts";

/** Before any test: the worker's environments, from their hashed locks, for the tests that run the real toolchain. */
export async function setup(): Promise<void> {
  const cache = resolveCacheFolder(process.env);
  const core = await ensureWorkerEnvironment("core", cache, process.env);
  const tensorflow = await ensureWorkerEnvironment("tensorflow", cache, process.env);
  process.env["DLPU_PYTHON_CORE"] = core.python;
  process.env["DLPU_PYTHON_TENSORFLOW"] = tensorflow.python;
}
