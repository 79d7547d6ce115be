import { dirname } from "node:path";
import type { Log } from "../../io/log.ts";
import type { ReportFiles } from "../../commands/report-files.ts";
import type { ReportInputs } from "../run/action-inputs.ts";
import { reportArtifactName } from "./artifact-name.ts";
import { reasonForNoArtifacts } from "./artifact-service.ts";
import type { RunContext } from "../run/run-context.ts";
import type { UploadClient } from "./upload-once.ts";
import { uploadOnce } from "./upload-once.ts";

/**
 * Stores the whole run's report as an artifact: later pull requests find their baseline in it.
 *
 * A job of a matrix has only its own part to tell, and a run that follows another speaks about code that this
 * repository may not have written: neither stores one.
 */
export async function storeReport(
  files: ReportFiles,
  { artifactName, matrixJobs }: Pick<ReportInputs, "artifactName" | "matrixJobs">,
  run: RunContext,
  client: UploadClient,
  log: Log,
): Promise<void> {
  const isPart = matrixJobs > 1 || run.trigger.kind === "finished run";
  if (isPart || reasonForNoArtifacts(process.env) !== undefined) return;
  const name = reportArtifactName(artifactName);
  const paths = [files.result, files.summary, files.comment, ...files.surfaces];
  await uploadOnce(client, { name, paths, root: dirname(files.result), retentionDays: 0 }, run);
  log.line(
    `artifact ${name}: the whole run's result.json with its page, summary, comment, JUnit XML, badges and history`,
  );
}
