import { BASE_SHA, HEAD_SHA } from "./stand-in-github.ts";

const repository = {
  name: "cameras",
  full_name: "acme/cameras",
  default_branch: "main",
  owner: { login: "acme" },
};

/** A push to a pull request; its run has a branch of the repository itself. */
export const pullRequestEvent = {
  action: "synchronize",
  number: 7,
  pull_request: {
    number: 7,
    head: { ref: "feature", sha: HEAD_SHA },
    base: { ref: "main", sha: BASE_SHA },
  },
  repository,
};

export const pushEvent = { ref: "refs/heads/main", after: BASE_SHA, repository };

/** The end of a fork's run; GitHub leaves `pull_requests` empty for those. */
export function workflowRunEvent(runId: number): unknown {
  return {
    action: "completed",
    workflow_run: {
      id: runId,
      event: "pull_request",
      conclusion: "success",
      head_branch: "feature",
      head_sha: HEAD_SHA,
      head_repository: { full_name: "forker/cameras", owner: { login: "forker" } },
      pull_requests: [],
    },
    repository,
  };
}
