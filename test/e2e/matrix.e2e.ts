import { expect, test } from "vitest";
import { pullRequestEvent } from "./harness/events.ts";
import { runAct } from "./harness/run-act.ts";
import { startGithub } from "./harness/stand-in-github.ts";
import { matrixAndReport, planAndMatrix } from "./harness/workflows.ts";

const pullRequest = { name: "pull_request", payload: pullRequestEvent };
const workflow = ".github/workflows/models.yml";

test("a matrix of socs ends in one comment, one summary and one verdict", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: matrixAndReport(["artpec-8", "artpec-9"]),
    "digits.onnx": { socs: { "artpec-9": { verdict: "warned" } } },
  };
  const run = await runAct({ github, files, event: pullRequest, jobTotal: 2 });

  expect(run.exitCode).toBe(0);
  expect(github.artifacts.all.map(({ name }) => name).sort()).toEqual([
    "dlpu-artpec-8",
    "dlpu-artpec-9",
    "dlpu-report",
  ]);
  expect(github.rest.log.filter(({ method }) => method === "POST")).toHaveLength(1);
  expect(github.repository.comments[0]?.body).toContain(
    "| `digits.onnx` | ✅ passed | ⚠️ warned |",
  );
  expect(run.summaries.get("models.yml/report")).toContain(
    "| `digits.onnx` | ✅ passed | ⚠️ warned |",
  );
  expect(run.outputs.get("dlpu.verdict")).toBe("warned");
});

test("a job of the matrix that dies is said to be missing, and the verdict is not green", async () => {
  await using github = await startGithub();
  const files = {
    [workflow]: matrixAndReport(["artpec-8", "artpec-9"]).replace(
      "- uses: axis-dlpu/dlpu@v1",
      "- run: test '${{ matrix.soc }}' != artpec-9\n        shell: bash\n      - uses: axis-dlpu/dlpu@v1",
    ),
    "digits.onnx": {},
  };
  const run = await runAct({ github, files, event: pullRequest, jobTotal: 2 });

  expect(run.exitCode).toBe(1);
  expect(run.outputs.get("dlpu.verdict")).toBe("errored");
  expect(github.repository.comments[0]?.body).toContain("### dlpu: 💥 1 missing, ✅ 1 passed");
  expect(github.repository.comments[0]?.body).toContain("artpec-9: no result arrived");
});

test("plan spreads many models over jobs, each built once, and the report puts them together", async () => {
  await using github = await startGithub();
  const names = Array.from({ length: 18 }, (_, index) => `models/model-${index}.onnx`);
  const files = {
    [workflow]: planAndMatrix("soc: artpec-8, artpec-9", "jobs: 4"),
    ...Object.fromEntries(names.map((name, index) => [name, { content: "x".repeat(index) }])),
  };
  const run = await runAct({ github, files, event: pullRequest, jobTotal: 4 });

  expect(run.exitCode).toBe(0);
  expect(run.outputs.get("plan.count")).toBe("4");
  expect(github.artifacts.all.map(({ name }) => name).sort()).toEqual([
    "dlpu-artpec-8-1of2",
    "dlpu-artpec-8-2of2",
    "dlpu-artpec-9-1of2",
    "dlpu-artpec-9-2of2",
    "dlpu-report",
  ]);
  const comment = github.repository.comments[0]?.body ?? "";
  expect(comment).toContain("### dlpu: ✅ 36 passed");
  expect(
    names.filter((name) => comment.includes(`| \`${name}\` | ✅ passed | ✅ passed |`)),
  ).toEqual(names);
});
