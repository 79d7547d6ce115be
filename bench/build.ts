import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Comparison, compareTools } from "./build/conversions.ts";
import { installAll } from "./build/environments.ts";
import { MODELS } from "./build/models.ts";
import { renderBuildFigures } from "./build/render.ts";
import { describeMachine } from "./machine.ts";
import { writeSection } from "./performance-doc.ts";
import { getSharedData } from "./shared-data.ts";

/**
 * Measures what `dlpu build` costs beside the plain tools called by hand, each in its own environment, and writes the
 * section of docs/performance.md.
 */
const RUNS = 2;

const models = join(getSharedData(), "models");
const folder = await mkdtemp(join(tmpdir(), "dlpu-bench-environments-"));
try {
  const installations = await installAll(folder);
  const comparisons: Comparison[] = [];
  for (const model of MODELS) {
    comparisons.push(await compareTools(model, models, installations, RUNS));
    const machine = describeMachine();
    const section = renderBuildFigures({ comparisons, installations, runs: RUNS, machine });
    await writeSection("build", section); // After each model: a run takes many minutes.
    console.error(`${comparisons.length} of ${MODELS.length}: ${model.path}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
