import { expect, test } from "vitest";
import { pullRequestEvent, pushEvent } from "./harness/events.ts";
import { finding } from "./harness/findings.ts";
import { runAct } from "./harness/run-act.ts";
import { BASE_SHA, startGithub } from "./harness/stand-in-github.ts";
import { singleJob } from "./harness/workflows.ts";

const pullRequest = { name: "pull_request", payload: pullRequestEvent };
const push = { name: "push", payload: pushEvent };
const workflow = ".github/workflows/models.yml";

test("one step gives an artifact a soc, a summary, a comment and its outputs", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: singleJob("soc: artpec-8, artpec-9"),
    "models/digits.onnx": {},
  };
  const run = await runAct({ github, files, event: pullRequest });

  expect(run.exitCode).toBe(0);
  expect(github.artifacts.all.map(({ name }) => name)).toEqual([
    "dlpu-artpec-8",
    "dlpu-artpec-9",
    "dlpu-report",
  ]);
  expect(run.summaries.get("models.yml/models")).toContain(
    "| `models/digits.onnx` | ✅ passed | ✅ passed |",
  );
  expect(github.repository.comments.map(({ body }) => body.split("\n").slice(0, 2))).toEqual([
    ["<!-- dlpu:dlpu -->", "### dlpu: ✅ 2 passed"],
  ]);
  expect(run.outputs.get("dlpu.verdict")).toBe("passed");
  expect(run.outputs.get("dlpu.comment-url")).toMatch(/#issuecomment-1000$/);
  expect(run.outputs.get("dlpu.cache-hit")).toBe("false");
  expect(JSON.parse(run.outputs.get("dlpu.artifacts") ?? "")).toMatchObject({
    "artpec-8": [{ name: "dlpu-artpec-8", id: 5000 }],
    "artpec-9": [{ name: "dlpu-artpec-9", id: 5001 }],
  });
});

test("no input at all finds the models and says what was found and why", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: singleJob().replace(/ +with:\n\n/, ""),
    "models/digits.onnx": {},
  };
  const run = await runAct({ github, files, event: pullRequest });

  expect(run.exitCode).toBe(0);
  expect(run.lines.filter((line) => line.includes("models/digits.onnx for cpu"))).toContain(
    "  models/digits.onnx for cpu, artpec-7, artpec-8, artpec-9, cv25, cv75; no calibration data, so synthetic noise: fidelity will say nothing about accuracy",
  );
});

test("a second push edits the same comment", async () => {
  await using github = await startGithub();
  const first = { [workflow]: singleJob("soc: artpec-8"), "digits.onnx": {} };
  const second = { ...first, "digits.onnx": { build: { verdict: "warned", findings: [finding] } } };
  await runAct({ github, files: first, event: pullRequest, runId: 1 });
  await runAct({ github, files: second, event: pullRequest, runId: 2 });

  const writes = github.rest.log.filter(({ method }) => method !== "GET");
  expect(writes.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "POST 201",
    "PATCH 200",
  ]);
  expect(github.repository.comments.map(({ body }) => body.split("\n")[1])).toEqual([
    "### dlpu: ⚠️ 1 warned",
  ]);
});

test("a pull request is compared with the report that a push to its merge base stored", async () => {
  await using github = await startGithub();
  const base = {
    [workflow]: singleJob("soc: artpec-8"),
    "digits.onnx": { content: "x".repeat(2048) },
  };
  const head = { ...base, "digits.onnx": { content: "x".repeat(4096) }, "faces.onnx": {} };
  github.repository.runs.push({ id: 1, headSha: BASE_SHA, event: "push" });
  await runAct({ github, files: base, event: push, runId: 1 });
  await runAct({ github, files: head, event: pullRequest, runId: 2 });

  const [comment] = github.repository.comments;
  expect(comment?.body).toContain("1 added, 1 changed against `bbbbbbbbbbbb`.");
  expect(comment?.body).toContain("| `digits.onnx` for artpec-8 | size: 2.0 KiB → 4.0 KiB |");
  expect(comment?.body).toContain("| `faces.onnx` for artpec-8 | new: ✅ passed |");
});

test("the history of the default branch grows with each push; a pull request reads it and adds nothing to it", async () => {
  await using github = await startGithub();
  const files = (content: string) => ({
    [workflow]: singleJob("soc: artpec-8"),
    "digits.onnx": { content },
  });
  for (const runId of [1, 2, 3]) {
    const commitMessage = `commit ${runId}`;
    github.repository.runs.push({ id: runId, headSha: BASE_SHA, event: "push" });
    await runAct({ github, files: files("x".repeat(1024)), event: push, runId, commitMessage });
  }
  const larger = files("x".repeat(4096));
  const run = await runAct({ github, files: larger, event: pullRequest, runId: 4 });

  expect(run.lines.join("\n")).toContain("history: 3 commits from 3 stored reports");
  expect(github.repository.comments[0]?.body).toContain(
    "Never before in 4 commits: `digits.onnx` for artpec-8, size 4.0 KiB (at most 1.0 KiB before).",
  );
});

test("a pull request that changes nothing and fails nothing gets no comment", async () => {
  await using github = await startGithub();
  const files = { [workflow]: singleJob("soc: artpec-8"), "digits.onnx": {} };
  github.repository.runs.push({ id: 1, headSha: BASE_SHA, event: "push" });
  await runAct({ github, files, event: push, runId: 1 });
  const run = await runAct({ github, files, event: pullRequest, runId: 2 });

  expect(run.exitCode).toBe(0);
  expect(run.summaries.get("models.yml/models")).toContain(
    "Nothing changed against `bbbbbbbbbbbb`.",
  );
  expect(github.repository.comments).toEqual([]);
});

test("one soc fails: the others ship, the comment says what to do, the step is red at its end", async () => {
  await using github = await startGithub();
  const failed = {
    verdict: "failed",
    reason: "not per tensor",
    findings: [{ ...finding, severity: "error" }],
  };
  const files = {
    [workflow]: singleJob("soc: artpec-8, artpec-9"),
    "dlpu.yml": "models:\n  - digits.onnx\n",
    "digits.onnx": { socs: { "artpec-8": failed } },
  };
  const run = await runAct({ github, files, event: pullRequest });

  expect(run.exitCode).toBe(1);
  expect(run.outputs.get("dlpu.verdict")).toBe("failed");
  expect(github.artifacts.all.map(({ name }) => name)).toContain("dlpu-artpec-9");
  expect(github.repository.comments[0]?.body).toContain(
    "1. `digits.onnx` for artpec-8: 3 of 5 weights have a scale for each channel. (TEST-003)<br>**Do:** Quantize per tensor.",
  );
  expect(run.annotations).toEqual([
    "error: 3 of 5 weights have a scale for each channel. Quantize per tensor.",
    "error: dlpu: ✅ 1 passed, ❌ 1 failed",
  ]);
});

test("fail-on: never keeps the step green", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: singleJob("soc: artpec-8", "fail-on: never"),
    "digits.onnx": { build: { verdict: "failed", reason: "not per tensor" } },
  };
  const run = await runAct({ github, files, event: pullRequest });

  expect(run.exitCode).toBe(0);
  expect(run.outputs.get("dlpu.verdict")).toBe("failed");
});

test("a fork's read-only token costs the comment and nothing else, and a notice names the permission", async () => {
  await using github = await startGithub();
  github.repository.permission = "read";
  const files = { [workflow]: singleJob("soc: artpec-8"), "digits.onnx": {} };
  const run = await runAct({ github, files, event: pullRequest });

  expect(run.exitCode).toBe(0);
  expect(run.annotations.join("\n")).toMatch(
    /notice: No pull-request comment: .*pull-requests: write/,
  );
  expect(run.summaries.get("models.yml/models")).toContain("| `digits.onnx` | ✅ passed |");
});

test("no token, secret or signature is in the log, the summary or an artifact", async () => {
  await using github = await startGithub();
  const files = { [workflow]: singleJob("soc: artpec-8"), "digits.onnx": {} };
  const run = await runAct({ github, files, event: pullRequest });

  const seen = [...run.lines, ...run.summaries.values()].join("\n");
  expect(seen).not.toMatch(/not-a-real-token|signature-for-/);
  expect(github.artifacts.all.map(({ data }) => data.includes("not-a-real-token"))).toEqual(
    github.artifacts.all.map(() => false),
  );
});
