import { expect, test } from "vitest";
import { loadRunContext } from "../../src/github/run/run-context.ts";
import { makeFolder } from "../temporary-folder.ts";

const variables = {
  GITHUB_REPOSITORY: "acme/cameras",
  GITHUB_RUN_ID: "41",
  GITHUB_SHA: "f".repeat(40),
};

async function triggerOf(event: unknown) {
  await using folder = await makeFolder({ "event.json": JSON.stringify(event) });
  const environment = { ...variables, GITHUB_EVENT_PATH: `${folder.path}/event.json` };
  return (await loadRunContext(environment)).trigger;
}

const sha = "a".repeat(40);

test("a pull request's event tells its number, head and base", async () => {
  const event = { pull_request: { number: 7, head: { sha }, base: { sha } } };
  expect(await triggerOf(event)).toEqual({
    kind: "pull request",
    number: 7,
    headSha: sha,
    baseSha: sha,
  });
});

test.each([{}, null, [], { pull_request: { number: "7; rm -rf", head: { sha }, base: { sha } } }])(
  "any other event, or a malformed one, is no pull request (%#)",
  async (event) => {
    expect(await triggerOf(event)).toEqual({ kind: "other" });
  },
);

test("outside of a workflow run the message says so", async () => {
  await expect(loadRunContext({})).rejects.toThrow("This is not a workflow run");
});
