import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact, DefaultArtifactClient, FindOptions } from "@actions/artifact";
import { UserError } from "../../errors.ts";
import { loadResult } from "../../commands/result-file.ts";
import type { Log } from "../../io/log.ts";
import type { Result } from "../../result/result.ts";
import type { RunPart } from "../../pipeline/plan/run-part.ts";
import type { StoredArtifact } from "../../report/report.ts";
import { parseArtifactName } from "./artifact-name.ts";
import type { RunContext } from "../run/run-context.ts";

/** The part of the artifact client that reading needs. */
export type DownloadClient = Pick<DefaultArtifactClient, "listArtifacts" | "downloadArtifact">;

/** Which run's artifacts are read: the current one's, or another's through the REST API. */
export interface ArtifactSource {
  readonly run: RunContext;
  readonly runId: number;
  readonly artifactName: string;
  /** Set for another run than the current one. */
  readonly token: string | undefined;
}

/** What a run left behind. */
export interface CollectedResults {
  readonly results: readonly Result[];
  readonly artifacts: readonly StoredArtifact[];
  readonly parts: readonly RunPart[];
}

/** More than any set of models for cameras needs in one zip; a fork decides how large its artifacts are. */
const MAX_ARTIFACT_BYTES = 4 * 1024 ** 3;

/** Reads the results in all of a run's artifacts, the latest of each name; what is no result of ours is left out, loudly. */
export async function collectResults(
  source: ArtifactSource,
  client: DownloadClient,
  log: Log,
): Promise<CollectedResults> {
  const options = findOptions(source);
  const { artifacts } = await client.listArtifacts({ ...options, latest: true });
  const found = artifacts.flatMap((artifact) => {
    const part = parseArtifactName(source.artifactName, artifact.name);
    return part === undefined ? [] : [{ artifact, part }];
  });
  const results: Result[] = [];
  const stored: { readonly artifact: StoredArtifact; readonly part: RunPart }[] = [];
  for (const { artifact, part } of found.toSorted(byName)) {
    const result = await downloadResult(artifact, options, client, log);
    if (result === undefined) continue;
    results.push(onlySoc(result, part));
    stored.push({ artifact: describe(artifact, part, source), part });
  }
  return {
    results,
    artifacts: stored.map(({ artifact }) => artifact),
    parts: stored.map(({ part }) => part),
  };
}

/** Reads the `result.json` of one artifact; `undefined`, and a line in the log, where it has none that is valid. */
export async function downloadResult(
  artifact: Artifact,
  options: FindOptions,
  client: DownloadClient,
  log: Log,
): Promise<Result | undefined> {
  if (artifact.size > MAX_ARTIFACT_BYTES) {
    log.line(`${artifact.name} is left out: it has ${artifact.size} bytes`);
    return undefined;
  }
  const folder = await mkdtemp(join(tmpdir(), "dlpu-artifact-"));
  try {
    await client.downloadArtifact(artifact.id, {
      ...options,
      path: folder,
      ...(artifact.digest === undefined ? {} : { expectedHash: artifact.digest }),
    });
    return await loadResult(join(folder, "result.json"));
  } catch (error) {
    const why = error instanceof UserError ? error.message : String(error);
    log.line(`${artifact.name} is left out: ${why}`);
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How the artifact client finds another run; the current run needs no word. */
export function findOptions({
  run,
  runId,
  token,
}: Omit<ArtifactSource, "artifactName">): FindOptions {
  if (token === undefined) return {};
  return {
    findBy: { token, workflowRunId: runId, repositoryOwner: run.owner, repositoryName: run.repo },
  };
}

/** An artifact speaks for the soc in its name and for no other. */
function onlySoc(result: Result, { soc }: RunPart): Result {
  return { ...result, builds: result.builds.filter((build) => build.soc === soc) };
}

function describe(
  artifact: Artifact,
  { soc }: RunPart,
  { run, runId }: ArtifactSource,
): StoredArtifact {
  return {
    soc,
    name: artifact.name,
    id: artifact.id,
    sha256: artifact.digest?.replace(/^sha256:/, "") ?? null,
    url: `${run.serverUrl}/${run.owner}/${run.repo}/actions/runs/${runId}/artifacts/${artifact.id}`,
  };
}

function byName(a: { artifact: Artifact }, b: { artifact: Artifact }): number {
  return a.artifact.name < b.artifact.name ? -1 : 1;
}
