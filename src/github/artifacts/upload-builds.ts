import { join } from "node:path";
import { writeFileAtomic } from "../../io/files.ts";
import { sha256File } from "../../io/hash.ts";
import type { Log } from "../../io/log.ts";
import type { BuildResult, Result } from "../../result/result.ts";
import type { Shard } from "../../pipeline/plan/shard.ts";
import { renderHtmlReport } from "../../report/html/page/page.ts";
import type { StoredArtifact } from "../../report/report.ts";
import type { Soc } from "../../result/soc.ts";
import { SOCS } from "../../targets/catalogue.ts";
import { artifactNameOf } from "./artifact-name.ts";
import { reasonForNoArtifacts } from "./artifact-service.ts";
import type { RunContext } from "../run/run-context.ts";
import type { UploadClient } from "./upload-once.ts";
import { uploadOnce } from "./upload-once.ts";

/** How the artifacts of a run are named and kept. */
export interface UploadOptions {
  readonly outFolder: string;
  readonly artifactName: string;
  readonly shard: Shard | undefined;
  /** `0` leaves it to the repository's setting. */
  readonly retentionDays: number;
}

/** Uploads one artifact a soc: the builds' folders, the soc's `result.json` and page, and `SHA256SUMS` over all of it. */
export async function uploadBuilds(
  result: Result,
  options: UploadOptions,
  run: RunContext,
  client: UploadClient,
  log: Log,
): Promise<StoredArtifact[]> {
  const reason = reasonForNoArtifacts(process.env);
  if (reason !== undefined) {
    log.line(`artifacts stay in ${options.outFolder}: ${reason}`);
    return [];
  }
  const stored: StoredArtifact[] = [];
  for (const soc of SOCS.filter((known) => result.builds.some((build) => build.soc === known))) {
    const part = { ...result, builds: result.builds.filter((build) => build.soc === soc) };
    const artifact = await uploadSoc(soc, part, options, run, client);
    log.line(`artifact ${artifact.name}: sha256 ${artifact.sha256 ?? "not told"}`);
    stored.push(artifact);
  }
  return stored;
}

async function uploadSoc(
  soc: Soc,
  part: Result,
  { artifactName, outFolder, shard, retentionDays }: UploadOptions,
  run: RunContext,
  client: UploadClient,
): Promise<StoredArtifact> {
  const name = artifactNameOf(artifactName, { soc, shard });
  const root = join(outFolder, soc);
  const paths = await prepareFolder(root, part);
  const { id, digest } = await uploadOnce(client, { name, paths, root, retentionDays }, run);
  return {
    soc,
    name,
    id,
    sha256: digest?.replace(/^sha256:/, "") ?? null,
    url: `${run.serverUrl}/${run.owner}/${run.repo}/actions/runs/${run.runId}/artifacts/${id}`,
  };
}

/** Writes what makes the soc's folder stand alone, and lists everything that goes into the artifact. */
async function prepareFolder(root: string, part: Result): Promise<string[]> {
  await writeFileAtomic(join(root, "result.json"), `${JSON.stringify(part, null, 2)}\n`);
  await writeFileAtomic(join(root, "report.html"), renderHtmlReport(part));
  const names = [...part.builds.flatMap(filesOf), "result.json", "report.html"].sort();
  const sums = await Promise.all(
    names.map(async (name) => `${await sha256File(join(root, name))}  ${name}\n`),
  );
  await writeFileAtomic(join(root, "SHA256SUMS"), sums.join(""));
  return [...names, "SHA256SUMS"].map((name) => join(root, name));
}

function filesOf({ name, files }: BuildResult): string[] {
  return files.map(({ path }) => `${name}/${path}`);
}
