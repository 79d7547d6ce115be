import { expect, test } from "vitest";
import { takeSecrets } from "../../src/io/secrets.ts";

const secrets = {
  INPUT_TOKEN: "a",
  ACTIONS_RUNTIME_TOKEN: "b",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "c",
  GITHUB_TOKEN: "d",
  AWS_SECRET_ACCESS_KEY: "e",
};

test("secrets leave an environment, and nothing else does", () => {
  const environment = { PATH: "/bin", ACTIONS_RESULTS_URL: "https://example.org", ...secrets };
  takeSecrets(environment);
  expect(environment).toEqual({ PATH: "/bin", ACTIONS_RESULTS_URL: "https://example.org" });
});

test("secrets are lent for the time of one call, also one that fails", async () => {
  const environment: NodeJS.ProcessEnv = { PATH: "/bin", ...secrets };
  const taken = takeSecrets(environment);
  const seen = await taken.lend(() => Promise.resolve({ ...environment }));
  expect(seen).toEqual({ PATH: "/bin", ...secrets });
  await expect(taken.lend(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(environment).toEqual({ PATH: "/bin" });
});
