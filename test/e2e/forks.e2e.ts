import { expect, test } from "vitest";
import { pullRequestEvent, workflowRunEvent } from "./harness/events.ts";
import { runAct } from "./harness/run-act.ts";
import type { StandInGithub } from "./harness/stand-in-github.ts";
import { BASE_SHA, HEAD_SHA, startGithub } from "./harness/stand-in-github.ts";
import { companion, singleJob } from "./harness/workflows.ts";

const pullRequest = { name: "pull_request", payload: pullRequestEvent };
const afterwards = { name: "workflow_run", payload: workflowRunEvent(41) };
const followUp = { ".github/workflows/comment.yml": companion };

/** A pull request from a fork, whose run could not comment. */
async function runOfFork(github: StandInGithub, model: unknown = {}): Promise<void> {
  const files = {
    ".github/workflows/models.yml": singleJob("soc: artpec-8"),
    "digits.onnx": model,
  };
  github.repository.permission = "read";
  await runAct({ github, files, event: pullRequest, runId: 41 });
  github.repository.permission = "write";
}

function openPullRequest(github: StandInGithub, headSha: string): void {
  github.repository.pulls.set("forker:feature", { number: 7, headSha, baseSha: BASE_SHA });
}

test("the workflow_run companion comments for a fork's run, without its code", async () => {
  await using github = await startGithub();
  await runOfFork(github);
  openPullRequest(github, HEAD_SHA);
  const run = await runAct({ github, files: followUp, event: afterwards, runId: 42 });

  expect(run.exitCode).toBe(0);
  const [comment] = github.repository.comments;
  expect(comment?.body).toContain("| `digits.onnx` | ✅ passed |");
  expect(comment?.body).toContain("/actions/runs/41/artifacts/5000");
  expect(github.artifacts.ofRun("run-42")).toEqual([]);
});

test("the companion leaves alone what the run itself has already said", async () => {
  await using github = await startGithub();
  openPullRequest(github, HEAD_SHA);
  const files = { ".github/workflows/models.yml": singleJob("soc: artpec-8"), "digits.onnx": {} };
  await runAct({ github, files, event: pullRequest, runId: 41 });
  const run = await runAct({ github, files: followUp, event: afterwards, runId: 42 });

  expect(run.lines.join("\n")).toContain("pull-request comment: unchanged");
  expect(github.rest.log.filter(({ method }) => method !== "GET")).toHaveLength(1);
});

test("the companion says nothing when the pull request has moved on", async () => {
  await using github = await startGithub();
  await runOfFork(github);
  openPullRequest(github, "2".repeat(40));
  const run = await runAct({ github, files: followUp, event: afterwards, runId: 42 });

  expect(run.exitCode).toBe(0);
  expect(run.lines).toContain(
    "no pull-request comment: the pull request has moved on from 111111111111",
  );
  expect(github.repository.comments).toEqual([]);
});

test("the companion takes nothing from an artifact that is no valid result", async () => {
  await using github = await startGithub();
  await runOfFork(github, { build: { verdict: "excellent" } });
  openPullRequest(github, HEAD_SHA);
  const run = await runAct({ github, files: followUp, event: afterwards, runId: 42 });

  expect(run.exitCode).toBe(1);
  expect(run.lines.join("\n")).toContain("builds.0.verdict: invalid_value");
  expect(github.repository.comments[0]?.body).toContain("### dlpu: 💥 1 missing");
  expect(github.repository.comments[0]?.body).not.toContain("excellent");
});
