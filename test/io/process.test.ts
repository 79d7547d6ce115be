import { expect, test } from "vitest";
import { allowedEnvironment, runProcess } from "../../src/io/process.ts";

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
