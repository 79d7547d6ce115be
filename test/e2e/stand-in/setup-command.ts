import type { Log } from "../../../src/io/log.ts";

/** Takes the place of `src/commands/setup.ts` in the end-to-end suite's bundle: installs nothing. */
export function setup(names: readonly string[], log: Log): Promise<[]> {
  log.line(`stand-in setup of ${names.join(", ")}`);
  return Promise.resolve([]);
}
