import { resolveCacheFolder } from "../src/io/machine.ts";
import { ensureWorkerEnvironment } from "../src/toolchain/worker-environment.ts";
import {
  getNearestInSize,
  listHundred,
  listWholeModels,
  type SizedFile,
} from "./check/corpus-files.ts";
import { timeFirstUse, timeOwn } from "./check/own-times.ts";
import { type Duel, renderCheckFigures } from "./check/render.ts";
import { RUNTIMES, type Runtime, timeLoads } from "./check/runtimes.ts";
import { describeMachine } from "./machine.ts";
import { writeSection } from "./performance-doc.ts";
import { getSharedData } from "./shared-data.ts";

/**
 * Measures what `dlpu inspect` and `dlpu check` cost, beside the runtimes' own load of the same files, and writes the
 * section of docs/performance.md.
 */
const RUNS = 5;
const FOUR_MEGABYTES = 4e6;

const sharedData = getSharedData();
const core = await ensureWorkerEnvironment("core", resolveCacheFolder(process.env), process.env);
const models = await listWholeModels(sharedData);
const hundred = await listHundred(sharedData);
const single = getNearestInSize(models, FOUR_MEGABYTES);
const duels: Duel[] = [];
for (const runtime of RUNTIMES) duels.push(await fight(runtime, models));
const section = renderCheckFigures({
  duels,
  single: { file: single, cost: await timeFirstUse([single.path], RUNS) },
  hundred: {
    files: hundred,
    cost: await timeFirstUse(
      hundred.map(({ path }) => path),
      RUNS,
    ),
  },
  runs: RUNS,
  machine: describeMachine(),
});
await writeSection("check", section);
console.log(section);

/** Ours and the runtime's times on every file of the runtime's format. */
async function fight(runtime: Runtime, files: readonly SizedFile[]): Promise<Duel> {
  const own = files.filter(({ path }) => path.endsWith(runtime.extension));
  const paths = own.map(({ path }) => path);
  const loads = await timeLoads(runtime, paths, RUNS, core.python);
  const rows: Duel["rows"][number][] = [];
  for (const file of own) {
    const load = loads.find((time) => time.file === file.path);
    if (load !== undefined) rows.push({ file, own: await timeOwn(file.path, RUNS), load });
  }
  return { runtime, rows };
}
