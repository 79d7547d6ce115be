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

/**
 * Whether a call was turned down for want of a permission. GitHub answers so with 404 as well, to give nothing away
 * (docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api, "404 Not Found for an existing resource").
 */
export function isDenied(error: unknown): boolean {
  return [401, 403, 404].includes(statusOf(error) ?? 0);
}

/** The HTTP status of a failed call; `undefined` for anything else. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("status" in error)) return undefined;
  return typeof error.status === "number" ? error.status : undefined;
}
