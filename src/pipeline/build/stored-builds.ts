import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../../config/parse-json.ts";
import { findText, writeFileAtomic } from "../../io/files.ts";
import type { Seal } from "../../io/machine-key.ts";
import { realFolderIn } from "../../io/out-folder.ts";
import { isIntact } from "../package/package-build.ts";
import type { BuildPlan } from "../plan/plan.ts";
import type { BuildResult } from "../../result/result.ts";

/** Builds of earlier runs are remembered below the output folder, beside the artifacts that they describe. */
const FOLDER = ".builds";

/** Where builds are kept, and who vouches for their records. */
export interface BuildStore {
  readonly outFolder: string;
  readonly seal: Seal;
}

/** The record as text, so that exactly what was sealed is read. */
const sealedSchema = z.strictObject({ seal: z.string(), build: z.string() });

/** Only what decides whether a record may be taken; the rest was written by this version of dlpu, as key and seal prove. */
const recordSchema = z.looseObject({
  name: z.string(),
  soc: z.string(),
  contentKey: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), sha256: z.string() })),
});

/**
 * An earlier build with the same key whose record carries the seal and whose folder holds its files, unchanged, and
 * nothing else.
 *
 * Whoever brings builds from elsewhere must vouch for them by sealing them with `storeBuild`.
 */
export async function findStoredBuild(
  { outFolder, seal }: BuildStore,
  name: string,
  plan: BuildPlan,
): Promise<BuildResult | undefined> {
  const { soc } = plan.target;
  const text = await findText(recordPath(outFolder, soc, name));
  const sealed = sealedSchema.safeParse(parseJson(text ?? ""));
  if (!sealed.success || !seal.fits(sealed.data.build, sealed.data.seal)) return undefined;
  const record = recordSchema.safeParse(parseJson(sealed.data.build));
  if (!record.success || record.data.contentKey !== plan.contentKey) return undefined;
  if (record.data.name !== name || record.data.soc !== soc) return undefined;
  if (!(await isIntact(join(outFolder, soc, name), record.data.files))) return undefined;
  // The key covers dlpu's own code, so the record has today's form.
  const build = record.data as unknown as BuildResult;
  return { ...build, reused: true, devices: plan.devices };
}

/** Remembers a finished build. An errored one is not remembered: the machine may be well next time. */
export async function storeBuild(
  { outFolder, seal }: BuildStore,
  result: BuildResult,
): Promise<void> {
  if (result.verdict === "errored") return;
  await realFolderIn(outFolder, FOLDER, result.soc);
  const build = JSON.stringify(result);
  const sealed = JSON.stringify({ seal: seal.of(build), build });
  await writeFileAtomic(recordPath(outFolder, result.soc, result.name), `${sealed}\n`);
}

function recordPath(outFolder: string, soc: string, name: string): string {
  return join(outFolder, FOLDER, soc, `${name}.json`);
}
