import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FindOptions } from "@actions/artifact";
import { z } from "zod";
import { writeFileAtomic } from "../../io/files.ts";
import { HISTORY_FILE, loadHistory } from "../../commands/history-file.ts";
import {
  entryOf,
  type HistoryEntry,
  mergeHistories,
  renderHistory,
} from "../../report/history/history.ts";
import type { Report } from "../../report/report.ts";
import type { ReportInputs } from "../run/action-inputs.ts";
import { reportArtifactName } from "../artifacts/artifact-name.ts";
import type { ReportContext } from "../run/assemble-report.ts";
import { findOptions } from "../artifacts/collect-results.ts";
import { isDenied, repositoryOf } from "../run/github-api.ts";
import { countOf } from "../../words/numbers.ts";

/** Runs that end at the same time each know only the runs before them: the next one puts these together. */
const NEWEST_ARTIFACTS = 3;

/** A report of hundreds of builds is smaller. */
const MAX_ARTIFACT_BYTES = 256 * 1024 * 1024;

/**
 * The history that runs of the default branch stored in their reports, and this run's result at its place in it.
 *
 * Nothing is pushed and nothing is cached: each report's artifact carries the history up to it. What a pull request or a
 * fork stored is never read. A job of a matrix has only a part to tell, and keeps none.
 */
export async function collectHistory(
  { result, run: reference }: Report,
  inputs: Pick<ReportInputs, "history" | "artifactName" | "matrixJobs" | "token">,
  context: ReportContext,
  now: Date,
): Promise<readonly HistoryEntry[]> {
  const commit = reference?.commit ?? "";
  if (inputs.history === "never" || inputs.matrixJobs > 1 || commit === "") return [];
  const stored = await loadStored(inputs, context);
  if (result.builds.length === 0) return stored;
  return mergeHistories([...stored, entryOf(result, { commit, date: now.toISOString() })]);
}

/** Writes the history beside the other files of a report; its path, or none where there is no history. */
export async function writeHistory(
  entries: readonly HistoryEntry[],
  folder: string,
): Promise<readonly string[]> {
  if (entries.length === 0) return [];
  const path = join(folder, HISTORY_FILE);
  await writeFileAtomic(path, renderHistory(entries));
  return [path];
}

/** A history makes a report richer; that it cannot be read never makes one fail. */
async function loadStored(
  inputs: Pick<ReportInputs, "artifactName" | "token">,
  context: ReportContext,
): Promise<readonly HistoryEntry[]> {
  const { log, run } = context;
  if (run.defaultBranch === undefined || inputs.token === undefined) return [];
  try {
    const artifacts = await listReports(inputs.artifactName, context);
    const histories = await Promise.all(
      artifacts.map(({ id, workflow_run: { id: runId } }) =>
        downloadHistory(id, findOptions({ run, runId, token: inputs.token }), context),
      ),
    );
    const entries = mergeHistories(histories.toReversed().flat());
    log.line(
      `history: ${countOf(entries.length, "commit")} from ${countOf(artifacts.length, "stored report")}`,
    );
    return entries;
  } catch (error) {
    const why = isDenied(error)
      ? "the token may not read artifacts (actions: read)"
      : String(error);
    log.line(`history: none, ${why}`);
    return [];
  }
}

/** The part of the API's answer that counts; fields that GitHub may leave out make an artifact none of ours. */
const artifactSchema = z.object({
  id: z.int(),
  size_in_bytes: z.int().max(MAX_ARTIFACT_BYTES),
  expired: z.literal(false),
  workflow_run: z.object({
    id: z.int(),
    head_branch: z.string(),
    repository_id: z.int(),
    head_repository_id: z.int(),
  }),
});

/** The newest reports that runs of this repository's default branch stored, newest first. */
async function listReports(
  artifactName: string,
  { run, api }: ReportContext,
): Promise<readonly z.infer<typeof artifactSchema>[]> {
  if (api === undefined) return [];
  const { data } = await api.actions.listArtifactsForRepo({
    ...repositoryOf(run),
    name: reportArtifactName(artifactName),
    per_page: 100,
  });
  const artifacts = data.artifacts.flatMap((artifact) => {
    const parsed = artifactSchema.safeParse(artifact);
    return parsed.success ? [parsed.data] : [];
  });
  return artifacts
    .filter(({ workflow_run: { head_branch, repository_id, head_repository_id } }) => {
      return head_branch === run.defaultBranch && repository_id === head_repository_id;
    })
    .toSorted((a, b) => b.id - a.id)
    .slice(0, NEWEST_ARTIFACTS);
}

async function downloadHistory(
  id: number,
  options: FindOptions,
  { client, log }: ReportContext,
): Promise<readonly HistoryEntry[]> {
  const folder = await mkdtemp(join(tmpdir(), "dlpu-history-"));
  try {
    await client.downloadArtifact(id, { ...options, path: folder });
    return await loadHistory(join(folder, HISTORY_FILE), log);
  } catch (error) {
    log.line(`history: a stored report is left out: ${String(error)}`);
    return [];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
