import type { DefaultArtifactClient, UploadArtifactResponse } from "@actions/artifact";
import { EnvironmentError, UserError } from "../../errors.ts";
import type { RunContext } from "../run/run-context.ts";

/** The part of the artifact client that uploading needs. */
export type UploadClient = Pick<DefaultArtifactClient, "uploadArtifact" | "deleteArtifact">;

/** One artifact to be. */
export interface UploadRequest {
  readonly name: string;
  /** Absolute paths below `root`. */
  readonly paths: readonly string[];
  readonly root: string;
  /** `0` leaves it to the repository's setting. */
  readonly retentionDays: number;
}

/**
 * Uploads an artifact under a name that must be unique in the run.
 *
 * A re-run takes the place of the earlier attempt's artifact; within one attempt, two steps that want one name are a
 * mistake in the workflow, and the first one's files are not overwritten.
 */
export async function uploadOnce(
  client: UploadClient,
  request: UploadRequest,
  { attempt }: Pick<RunContext, "attempt">,
): Promise<UploadArtifactResponse & { id: number }> {
  try {
    return await upload(client, request);
  } catch (error) {
    if (!isConflict(error)) throw uploadFailed(request.name, error);
    if (attempt === 1) throw nameTaken(request.name);
    await client.deleteArtifact(request.name);
    return await upload(client, request).catch((again: unknown) => {
      throw uploadFailed(request.name, again);
    });
  }
}

async function upload(
  client: UploadClient,
  { name, paths, root, retentionDays }: UploadRequest,
): Promise<UploadArtifactResponse & { id: number }> {
  const options = retentionDays === 0 ? {} : { retentionDays };
  const { id, ...rest } = await client.uploadArtifact(name, [...paths], root, options);
  if (id === undefined) throw new Error("the service gave it no id");
  return { ...rest, id };
}

function isConflict(error: unknown): boolean {
  return /\b409\b|conflict|already exists/i.test(String(error));
}

function nameTaken(name: string): UserError {
  return new UserError(
    `The artifact ${name} is already in this run, from another job or step that uses dlpu`,
    "Give each use its own `artifact-name`, or each job of a matrix its own `soc` or `shard`.",
    { code: "DLPU-ARTIFACT-NAME" },
  );
}

function uploadFailed(name: string, cause: unknown): EnvironmentError {
  return new EnvironmentError(
    `The artifact ${name} could not be uploaded: ${String(cause)}`,
    "Run the job again; the files are also in the workspace of this job.",
    { cause, code: "DLPU-ARTIFACT-UPLOAD" },
  );
}
