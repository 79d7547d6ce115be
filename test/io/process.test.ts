import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allowedEnvironment, runProcess } from "../../src/io/process.ts";
import { makeFolder } from "../temporary-folder.ts";

test("programs see paths and proxies, and no token whatever its name", () => {
  const environment = {
    PATH: "/bin",
    https_proxy: "http://proxy",
    GITHUB_TOKEN: "x",
    ACTIONS_RUNTIME_TOKEN: "x",
    INPUT_TOKEN: "x",
    UV_PUBLISH_TOKEN: "x",
    AWS_SECRET_ACCESS_KEY: "x",
  };
  expect(allowedEnvironment(environment)).toEqual({ PATH: "/bin", https_proxy: "http://proxy" });
});

test("a program that hangs is stopped at its time limit", async () => {
  const result = await runProcess("sleep", ["30"], { timeoutMs: 200 });
  expect(result.stopped).toBe("timeout");
});

test("a program that does not exist is told apart from one that fails", async () => {
  expect(await runProcess("no-such-program", [], { timeoutMs: 5_000 })).toMatchObject({
    stopped: "missing",
  });
  expect(await runProcess("false", [], { timeoutMs: 5_000 })).toMatchObject({
    exitCode: 1,
    stopped: undefined,
  });
});

test("a stopped program takes its children with it", async () => {
  await using place = await makeFolder({
    "forks.sh": "#!/bin/sh\nsleep 300 &\necho $! > child.pid\nsleep 300\n",
  });
  const started = performance.now();
  const result = await runProcess("sh", ["forks.sh"], { cwd: place.path, timeoutMs: 500 });
  expect(result.stopped).toBe("timeout");
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await isRunning(await readPid(place.path))).toBe(false);
});

test("a child that outlives its program and holds its output open does not keep us waiting", async () => {
  await using place = await makeFolder({
    "leaves.sh": "#!/bin/sh\nsleep 300 &\necho $! > child.pid\necho done\n",
  });
  const result = await runProcess("sh", ["leaves.sh"], { cwd: place.path, timeoutMs: 60_000 });
  expect(result).toMatchObject({ exitCode: 0, stdout: "done", stopped: undefined });
  expect(await isRunning(await readPid(place.path))).toBe(false);
});

test.skipIf(process.platform !== "linux")(
  "a program whose children together take too much memory is stopped, and its peak is told",
  async () => {
    const hoard = "const b = Buffer.alloc(3e8, 1); setTimeout(() => b, 60000)";
    const program = `const c = require("node:child_process"); c.spawn(process.execPath, ["-e", ${JSON.stringify(hoard)}]); setTimeout(() => {}, 60000)`;
    const result = await runProcess(process.execPath, ["-e", program], {
      timeoutMs: 60_000,
      memoryBytes: 250e6,
    });
    expect(result.stopped).toBe("memory");
    expect(result.peakMemoryBytes).toBeGreaterThan(250e6);
  },
);

test("a program that floods its output is stopped at the limit", async () => {
  const result = await runProcess("yes", [], { timeoutMs: 60_000, outputBytes: 100_000 });
  expect(result.stopped).toBe("output");
  expect(result.stdout.length).toBeLessThanOrEqual(100_000);
});

async function readPid(folder: string): Promise<number> {
  return Number(await readFile(join(folder, "child.pid"), "utf8"));
}

/** Gives a killed process a moment to be gone; a zombie that nobody has waited for yet counts as gone. */
async function isRunning(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 20; tries += 1) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");
    if (/\) [ZX]/.test(stat)) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}
