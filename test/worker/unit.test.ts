import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { runProcess } from "../../src/io/process.ts";
import { corePython } from "./support.ts";

/** The worker's own unit tests (`worker/tests/`), each as a test here. */
const line = z.object({ group: z.string(), name: z.string(), failure: z.string().nullable() });

const { exitCode, stderr, found } =
  corePython === undefined ? { exitCode: 0, stderr: "", found: [] } : await run(corePython);

describe.skipIf(!corePython)("the worker's numeric code (skipped without DLPU_PYTHON_CORE)", () => {
  test("is tested, and its tests run to their end", () => {
    expect(found.length).toBeGreaterThan(0);
    const failures = found.filter(({ failure }) => failure !== null);
    expect(exitCode, stderr).toBe(failures.length > 0 ? 1 : 0);
  });

  test.each(found)("$group: $name", ({ failure }) => {
    expect(failure).toBeNull();
  });
});

async function run(python: string) {
  const cwd = path.resolve(import.meta.dirname, "../../worker");
  const ended = await runProcess(python, ["-m", "tests"], { cwd, timeoutMs: 120_000 });
  const lines = ended.stdout.split("\n").filter((text) => text.startsWith("{"));
  return { ...ended, found: lines.map((text) => line.parse(JSON.parse(text))) };
}
