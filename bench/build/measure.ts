import { join } from "node:path";
import { z } from "zod";
import { runTool } from "../run-tool.ts";

/** What a command cost, with all processes that it waited for. */
export type Cost = z.infer<typeof cost>;

const cost = z.object({
  exitStatus: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  /** Of the largest single process. */
  peakMemoryBytes: z.number(),
});

/** Runs a command once in a folder; a failing exit status is part of the result. */
export async function measure(command: readonly string[], cwd: string): Promise<Cost> {
  const script = join(import.meta.dirname, "measure.py");
  const { stdout } = await runTool("python3", [script, ...command], { cwd });
  return cost.parse(JSON.parse(stdout));
}

/** The least of each figure over several runs, and the worst exit status. */
export function leastCost(costs: readonly Cost[]): Cost {
  const least = (figure: keyof Cost): number => Math.min(...costs.map((cost) => cost[figure]));
  return {
    exitStatus: Math.max(...costs.map(({ exitStatus }) => exitStatus)),
    seconds: least("seconds"),
    cpuSeconds: least("cpuSeconds"),
    peakMemoryBytes: least("peakMemoryBytes"),
  };
}
