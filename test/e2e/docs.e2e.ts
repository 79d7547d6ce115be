import { expect, test } from "vitest";
import { findWorkflows } from "../../scripts/lint-workflows/find-workflows.ts";
import { pullRequestEvent, workflowRunEvent } from "./harness/events.ts";
import { runAct } from "./harness/run-act.ts";
import { BASE_SHA, HEAD_SHA, startGithub } from "./harness/stand-in-github.ts";

const event = { name: "pull_request", payload: pullRequestEvent };
const workflows = await findWorkflows();

/** The workflows that a page shows, from top to bottom. */
function shownIn(page: string): string[] {
  return workflows.filter(({ origin }) => origin.startsWith(`${page}:`)).map(({ text }) => text);
}

test("the quick start of the README works as written", async () => {
  await using github = await startGithub();
  const [workflow = ""] = shownIn("README.md");
  const files = { ".github/workflows/models.yml": workflow, "digits.onnx": {} };
  const run = await runAct({ github, files, event });

  expect(run.exitCode).toBe(0);
  expect(github.artifacts.all).toHaveLength(7);
  expect(github.repository.comments).toHaveLength(1);
});

test.each([0, 1])("the matrix recipe %i works as written", async (index) => {
  await using github = await startGithub();
  const workflow = shownIn("docs/matrix.md")[index] ?? "";
  const files = { ".github/workflows/models.yml": workflow, "digits.onnx": {} };
  const run = await runAct({ github, files, event, jobTotal: 4 });

  expect(run.exitCode).toBe(0);
  expect(github.repository.comments.map(({ body }) => body.includes("missing"))).toEqual([false]);
});

test("the recipe for forks works as written", async () => {
  await using github = await startGithub();
  github.repository.permission = "read";
  const [workflow = ""] = shownIn("docs/quick-start.md");
  const files = { ".github/workflows/models.yml": workflow, "digits.onnx": {} };
  await runAct({ github, files, event, runId: 41 });
  github.repository.permission = "write";
  github.repository.pulls.set("forker:feature", {
    number: 7,
    headSha: HEAD_SHA,
    baseSha: BASE_SHA,
  });
  const [companion = ""] = shownIn("docs/forks.md");
  const run = await runAct({
    github,
    files: { ".github/workflows/models-comment.yml": companion },
    event: { name: "workflow_run", payload: workflowRunEvent(41) },
    runId: 42,
  });

  expect(run.exitCode).toBe(0);
  expect(github.repository.comments).toHaveLength(1);
});
