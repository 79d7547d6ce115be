import { execPath } from "node:process";
import { join } from "node:path";
import { z } from "zod";
import { runCheck } from "../../src/commands/check.ts";
import { loadModelFile } from "../../src/io/model-file.ts";
import { runTool } from "../run-tool.ts";

/** Least seconds over several runs in a warm process. */
export interface OwnTime {
  /** From the path to the graph. */
  readonly parseSeconds: number;
  /** From the path to the findings and placement for all socs. */
  readonly checkSeconds: number;
}

/** Reads and checks one file several times. */
export async function timeOwn(path: string, runs: number): Promise<OwnTime> {
  return {
    parseSeconds: await leastSeconds(runs, () => loadModelFile(path)),
    checkSeconds: await leastSeconds(runs, () => runCheck({ models: [path], socs: "all" })),
  };
}

/** Milliseconds of the first use in a process, after its modules were loaded. */
export type FirstUse = z.infer<typeof firstUse>;

const firstUse = z.object({ milliseconds: z.number(), cpuMilliseconds: z.number() });

/** Inspects and checks files in a process each time new; the least of several. */
export async function timeFirstUse(paths: readonly string[], runs: number): Promise<FirstUse> {
  const script = join(import.meta.dirname, "first-use.ts");
  const costs: FirstUse[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { stdout } = await runTool(execPath, [script, ...paths]);
    costs.push(firstUse.parse(JSON.parse(stdout)));
  }
  return {
    milliseconds: Math.min(...costs.map(({ milliseconds }) => milliseconds)),
    cpuMilliseconds: Math.min(...costs.map(({ cpuMilliseconds }) => cpuMilliseconds)),
  };
}

/** The first run warms up and counts like the others: a least is what is asked for. */
async function leastSeconds(runs: number, act: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await act();
    least = Math.min(least, (performance.now() - started) / 1000);
  }
  return least;
}
