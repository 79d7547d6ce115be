import { mkdtemp, readFile, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exists } from "../../src/io/files.ts";
import { resolveCacheFolder } from "../../src/io/machine.ts";
import { pullRequestEvent } from "./harness/events.ts";
import { runAct } from "./harness/run-act.ts";
import { stageAction } from "./harness/stage-action.ts";
import { startGithub } from "./harness/stand-in-github.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const cache = resolveCacheFolder(process.env);
const isReady = await exists(join(cache, "worker"));

test("the example's workflow, with the real build, gives artifacts, a summary and a comment", async ({
  skip,
}) => {
  skip(!isReady, "no Python environment here: npm run demo makes it");
  const stage = await mkdtemp(join(tmpdir(), "dlpu-real-"));
  try {
    await stageAction(stage, { standIn: false });
    await using github = await startGithub();
    const workflow = await readFile(join(ROOT, "examples", "workflow.yml"), "utf8");
    const run = await runAct({
      github,
      stage,
      files: {
        ".github/workflows/models.yml": `${workflow}          models: examples/models/digits.onnx\n`,
      },
      folders: { examples: join(ROOT, "examples") },
      event: { name: "pull_request", payload: pullRequestEvent },
      environment: { DLPU_CACHE: cache, PYENV_ROOT: join(homedir(), ".pyenv") },
    });

    expect(run.annotations.filter((line) => line.startsWith("error"))).toEqual([]);
    expect(run.exitCode).toBe(0);
    expect(github.artifacts.all.map(({ name }) => name)).toEqual([
      "dlpu-artpec-8",
      "dlpu-artpec-9",
      "dlpu-report",
    ]);
    const body = github.repository.comments[0]?.body ?? "";
    expect(body).toMatch(
      /\| `models\/digits\.onnx` \| .{1,3} (passed|warned)<br>9\d\.\d % ± \d\.\d top-1/,
    );
    expect([...run.summaries.values()].join("")).toContain("artpec-8/digits/model.tflite");
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}, 300_000);
