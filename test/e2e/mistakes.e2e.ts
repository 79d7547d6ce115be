import { expect, test } from "vitest";
import { pullRequestEvent } from "./harness/events.ts";
import { runAct } from "./harness/run-act.ts";
import { startGithub } from "./harness/stand-in-github.ts";
import { singleJob } from "./harness/workflows.ts";

const event = { name: "pull_request", payload: pullRequestEvent };
const workflow = ".github/workflows/models.yml";

test("two steps that want one artifact name are told so, and the first one's files stay", async () => {
  await using github = await startGithub();
  const twice = `${singleJob("soc: artpec-8")}
      - uses: axis-dlpu/dlpu/build@v1
        with:
          soc: artpec-8
`;
  const run = await runAct({ github, files: { [workflow]: twice, "digits.onnx": {} }, event });

  expect(run.exitCode).toBe(1);
  expect(run.annotations).toEqual([
    "error: The artifact dlpu-artpec-8 is already in this run, from another job or step that uses dlpu. Give each use its own `artifact-name`, or each job of a matrix its own `soc` or `shard`.",
  ]);
  expect(github.artifacts.all[0]).toMatchObject({ id: 5000, name: "dlpu-artpec-8" });
});

test("a re-run takes the place of the earlier attempt's artifacts", async () => {
  await using github = await startGithub();
  const files = { [workflow]: singleJob("soc: artpec-8"), "digits.onnx": {} };
  await runAct({ github, files, event, attempt: 1 });
  const run = await runAct({ github, files, event, attempt: 2 });

  expect(run.exitCode).toBe(0);
  expect(github.artifacts.all.map(({ name }) => name)).toEqual(["dlpu-artpec-8", "dlpu-report"]);
});

// act hands a composite action its declared inputs only, so the sub-action is asked; a runner hands on all.
test("an unknown input is refused with the nearest name", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: singleJob("socs: artpec-8").replace("axis-dlpu/dlpu@v1", "axis-dlpu/dlpu/build@v1"),
    "digits.onnx": {},
  };
  const run = await runAct({ github, files, event });

  expect(run.exitCode).toBe(1);
  expect(run.annotations).toEqual([
    'error: There is no input "socs" (did you mean "soc"?). Correct the name under `with:`; the README lists every input.',
  ]);
});

test("a soc that does not exist stops the run with the nearest name, in the log, the summary and the comment", async () => {
  await using github = await startGithub();
  const files = { [workflow]: singleJob("soc: artpec9"), "digits.onnx": {} };
  const run = await runAct({ github, files, event });

  expect(run.exitCode).toBe(1);
  expect(run.annotations[0]).toContain("Did you mean artpec-9?");
  expect(run.summaries.get("models.yml/models")).toContain("Did you mean artpec-9");
  expect(github.repository.comments[0]?.body).toContain("Did you mean artpec-9");
});

test("a server without an artifact service leaves the files in the workspace and says so", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: singleJob("soc: artpec-8").replace(
      "- id: dlpu",
      "- id: dlpu\n        env:\n          ACTIONS_RUNTIME_TOKEN: ''",
    ),
    "digits.onnx": {},
  };
  const run = await runAct({
    github,
    files,
    event,
    environment: { GITHUB_SERVER_URL: "https://github.example" },
  });

  expect(run.exitCode).toBe(0);
  expect(run.lines.join("\n")).toMatch(
    /artifacts stay in .*dlpu-out: github\.example has no artifact service/,
  );
  expect(github.artifacts.all).toEqual([]);
});
