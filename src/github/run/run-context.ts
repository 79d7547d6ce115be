import { readFile } from "node:fs/promises";
import { z } from "zod";
import { EnvironmentError } from "../../errors.ts";

/** What the runner tells about the run that this step is part of. */
export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  readonly serverUrl: string;
  readonly runId: number;
  /** 1 for the first run, more for a re-run. */
  readonly attempt: number;
  /** The commit that was checked out; of a pull request, usually its merge commit. */
  readonly sha: string;
  /** `undefined` where the event does not tell. */
  readonly defaultBranch: string | undefined;
  readonly trigger: Trigger;
}

/** The part of the triggering event that matters here. */
export type Trigger =
  | {
      readonly kind: "pull request";
      readonly number: number;
      readonly headSha: string;
      readonly baseSha: string;
    }
  | { readonly kind: "finished run"; readonly run: FinishedRun }
  | { readonly kind: "other" };

/** The run that a `workflow_run` workflow follows. Its branch is chosen by whoever opened the pull request. */
export interface FinishedRun {
  readonly id: number;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headOwner: string;
}

/** Reads the run's environment and event. */
export async function loadRunContext(environment: NodeJS.ProcessEnv): Promise<RunContext> {
  const variables = variablesSchema.safeParse(environment);
  if (!variables.success) {
    throw new EnvironmentError(
      "This is not a workflow run: GITHUB_REPOSITORY or GITHUB_RUN_ID is missing",
      "Use the dlpu command outside of GitHub Actions.",
    );
  }
  const values = variables.data;
  const [owner = "", repo = ""] = values.GITHUB_REPOSITORY.split("/");
  const event = await readEvent(values.GITHUB_EVENT_PATH);
  return {
    owner,
    repo,
    serverUrl: values.GITHUB_SERVER_URL,
    runId: values.GITHUB_RUN_ID,
    attempt: values.GITHUB_RUN_ATTEMPT,
    sha: values.GITHUB_SHA,
    defaultBranch: repositorySchema.safeParse(event).data?.repository.default_branch,
    trigger: parseTrigger(event),
  };
}

const variablesSchema = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  GITHUB_SERVER_URL: z.url().default("https://github.com"),
  GITHUB_RUN_ID: z.coerce.number().int(),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().default(1),
  GITHUB_SHA: z.string().default(""),
  GITHUB_EVENT_PATH: z.string().optional(),
});

const repositorySchema = z.object({ repository: z.object({ default_branch: z.string().min(1) }) });

const shaSchema = z.string().regex(/^[0-9a-f]{40}$/);

const eventSchema = z.object({
  pull_request: z
    .object({
      number: z.int().positive(),
      head: z.object({ sha: shaSchema }),
      base: z.object({ sha: shaSchema }),
    })
    .optional(),
  workflow_run: z
    .object({
      id: z.int().positive(),
      event: z.string(),
      head_sha: shaSchema,
      head_branch: z.string().min(1).nullable(),
      head_repository: z.object({ owner: z.object({ login: z.string() }) }).nullable(),
    })
    .optional(),
});

function parseTrigger(event: unknown): Trigger {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return { kind: "other" };
  const { pull_request: pull, workflow_run: run } = parsed.data;
  if (pull !== undefined) {
    return {
      kind: "pull request",
      number: pull.number,
      headSha: pull.head.sha,
      baseSha: pull.base.sha,
    };
  }
  if (run === undefined) return { kind: "other" };
  return {
    kind: "finished run",
    run: {
      id: run.id,
      event: run.event,
      headSha: run.head_sha,
      headBranch: run.head_branch ?? "",
      headOwner: run.head_repository?.owner.login ?? "",
    },
  };
}

/** The payload of the event that started the run; `undefined` where there is none. */
export async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}
