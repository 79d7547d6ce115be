import { inspectModel } from "../../src/commands/inspect.ts";
import { runCheck } from "../../src/commands/check.ts";
import { ModelParseError } from "../../src/graph/model-parse-error.ts";

/**
 * Inspects and checks the files of the command line for all socs, each once, in a process that has done nothing before,
 * and prints the milliseconds since its modules were loaded.
 */
const started = performance.now();
const cpuStarted = process.cpuUsage();
for (const path of process.argv.slice(2)) {
  await inspectModel(path).catch(tolerateDamage);
  await runCheck({ models: [path], socs: "all" });
}
const { user, system } = process.cpuUsage(cpuStarted);
const cost = { milliseconds: performance.now() - started, cpuMilliseconds: (user + system) / 1000 };
console.log(JSON.stringify(cost));

/** The corpus has damaged files on purpose; `check` reports them. */
function tolerateDamage(error: unknown): void {
  if (!(error instanceof ModelParseError)) throw error;
}
