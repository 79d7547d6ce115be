import { join } from "node:path";
import { z } from "zod";
import { findText, writeFileAtomic } from "../../io/files.ts";
import { isIntact } from "../package/package-build.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { BuildResult } from "../../result/result.ts";

/** Builds of earlier runs are remembered below the output folder, beside the artifacts that they describe. */
const FOLDER = ".builds";

/** Only what decides whether a record may be taken; the rest was written by this version of dlpu, as the key proves. */
const recordSchema = z.looseObject({
  contentKey: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })),
});

/** An earlier build with the same key whose files are all there and unchanged. */
export async function findStoredBuild(
  outFolder: string,
  name: string,
  plan: BuildPlan,
): Promise<BuildResult | undefined> {
  const text = await findText(recordPath(outFolder, plan.target.soc, name));
  if (text === undefined) return undefined;
  const record = recordSchema.safeParse(parseJson(text));
  if (!record.success || record.data.contentKey !== plan.contentKey) return undefined;
  if (!(await isIntact(join(outFolder, plan.target.soc, name), record.data.files)))
    return undefined;
  // The key covers dlpu's own code, so the record has today's form.
  const build = record.data as unknown as BuildResult;
  return { ...build, reused: true, devices: plan.devices };
}

/** Remembers a finished build. An errored one is not remembered: the machine may be well next time. */
export async function storeBuild(outFolder: string, build: BuildResult): Promise<void> {
  if (build.verdict === "errored") return;
  const path = recordPath(outFolder, build.soc, build.name);
  await writeFileAtomic(path, `${JSON.stringify(build, null, 2)}\n`);
}

function recordPath(outFolder: string, soc: string, name: string): string {
  return join(outFolder, FOLDER, soc, `${name}.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
