import { join } from "node:path";
import { z } from "zod";
import { runProcess } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";

const PROBE = `
import json, sys
sys.path.insert(0, sys.argv[1])
from dlpu_worker.process.walls import missing_walls
print(json.dumps(missing_walls()))
`;

/** The walls that a worker's step would lack on this machine; `undefined` where the interpreter cannot tell. */
export async function findMissingWalls(python: string): Promise<readonly string[] | undefined> {
  const args = ["-I", "-B", "-c", PROBE, join(PROJECT_ROOT, "worker")];
  const { exitCode, stdout } = await runProcess(python, args, { timeoutMs: 20_000 });
  return exitCode === 0 ? z.array(z.string()).parse(JSON.parse(stdout)) : undefined;
}
