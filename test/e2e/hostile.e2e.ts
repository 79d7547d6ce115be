import { expect, test } from "vitest";
import { pullRequestEvent } from "./harness/events.ts";
import { finding } from "./harness/findings.ts";
import { runAct } from "./harness/run-act.ts";
import { startGithub } from "./harness/stand-in-github.ts";
import { singleJob } from "./harness/workflows.ts";

const event = { name: "pull_request", payload: pullRequestEvent };
const workflow = ".github/workflows/models.yml";

test("names and texts from models drive neither the runner nor the page", async () => {
  await using github = await startGithub();
  const evil =
    "::error::pwned\n##[error]pwned\n::set-env name=X::1 @everyone <img src=x> | [x](javascript:x)";
  const name = "a|b`c <img src=x onerror=alert(1)> @everyone ##[error]x.onnx";
  const operators = [{ index: 0, name: "::error::pwned", placement: "cpu", reasons: ["<b>"] }];
  const files = {
    [workflow]: singleJob("soc: artpec-8"),
    [name]: {
      build: {
        verdict: "warned",
        reason: evil,
        findings: [{ ...finding, evidence: evil, remedy: evil, source: evil, code: "::error::x" }],
        operators: [...operators, { ...operators[0], index: 1, placement: "dlpu" }],
        steps: [
          { name: "import", outcome: "done", detail: [evil], seconds: 1, peakMemoryBytes: 1 },
        ],
      },
    },
  };
  const run = await runAct({ github, files, event });

  expect(run.exitCode).toBe(0);
  expect(run.annotations.filter((line) => line.startsWith("error"))).toEqual([]);
  expect(run.lines.filter((line) => /^\s*::(?!add-mask)|##\[/.test(line))).toEqual([]);
  const comment = github.repository.comments[0]?.body ?? "";
  for (const text of [comment, run.summaries.get("models.yml/models") ?? ""]) {
    expect(withoutCode(text)).not.toMatch(/<img|<b>|@everyone|\]\(javascript/);
  }
});

test("a thousand builds with long findings stay within GitHub's limits and still say what matters", async () => {
  await using github = await startGithub();
  const long = "A very long sentence about one of many tensors. ".repeat(40);
  const model = (index: number) => ({
    build: {
      verdict: index === 77 ? "failed" : "warned",
      findings: Array.from({ length: 6 }, (_, at) => ({
        ...finding,
        severity: index === 77 ? "error" : "warning",
        code: `AX-T-${at}`,
        evidence: `${index}: ${long}`,
      })),
    },
  });
  const files = {
    [workflow]: singleJob("soc: artpec-8, artpec-9", "fail-on: never"),
    ...Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`models/m-${index}.onnx`, model(index)]),
    ),
  };
  const run = await runAct({ github, files, event });

  expect(run.exitCode).toBe(0);
  const summary = run.summaries.get("models.yml/models") ?? "";
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).toContain("| `models/m-77.onnx` | ❌ failed | ❌ failed |");
  const comment = github.repository.comments[0]?.body ?? "";
  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toContain("### dlpu: ⚠️ 998 warned, ❌ 2 failed");
  expect(comment).toContain("| `models/m-77.onnx` | ❌ failed | ❌ failed |");
  expect(run.annotations.filter((line) => line.startsWith("error")).length).toBeLessThanOrEqual(10);
  expect(run.annotations.filter((line) => line.startsWith("warning")).length).toBeLessThanOrEqual(
    10,
  );
});

/** Markdown without inline code, in which GitHub mentions nobody. */
function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/g, "");
}
