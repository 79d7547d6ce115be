import { getOctokit } from "@actions/github";
import type { RunContext } from "./run-context.ts";

/** GitHub's REST API, as the runner's environment names it, with the token that the workflow gave. */
export type GithubApi = ReturnType<typeof getOctokit>["rest"];

/** Opens the API; `undefined` without a token. */
export function openGithubApi(token: string | undefined): GithubApi | undefined {
  return token === undefined ? undefined : getOctokit(token).rest;
}

/** The repository in the form that every call takes. */
export function repositoryOf({ owner, repo }: RunContext): { owner: string; repo: string } {
  return { owner, repo };
}

/** The HTTP status of a failed call; `undefined` for anything else. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}
