import { expect, test } from "vitest";
import { readCacheFacts } from "../../src/github/cache/cache-facts.ts";
import { type CacheFacts, planCache } from "../../src/github/cache/cache-policy.ts";
import { makeFolder } from "../temporary-folder.ts";

const PUSH: CacheFacts = {
  mode: "auto",
  hasService: true,
  event: "push",
  isFork: false,
  actor: "somebody",
  refType: "branch",
};

test.each<[string, Partial<CacheFacts>, boolean, boolean]>([
  ["a push to a branch", {}, true, true],
  ["a pull request of the repository itself", { event: "pull_request" }, true, true],
  ["a pull request of a fork", { event: "pull_request", isFork: true }, true, false],
  ["a pull request of a fork, asked always", { mode: "always", isFork: true }, true, false],
  ["a pull request of Dependabot", { actor: "dependabot[bot]" }, true, false],
  ["a run with the base's rights", { event: "pull_request_target" }, false, false],
  [
    "a run with the base's rights for a fork, asked always",
    { mode: "always", event: "pull_request_target", isFork: true },
    true,
    false,
  ],
  ["a run after another one", { event: "workflow_run" }, false, false],
  ["a release", { event: "release" }, false, false],
  ["a tag", { refType: "tag" }, false, false],
  ["a tag, asked always", { mode: "always", refType: "tag" }, true, true],
  ["a runner without a cache service", { hasService: false }, false, false],
  ["a run that asks for no cache", { mode: "never" }, false, false],
])("%s may restore and save as it should", (_, facts, restores, saves) => {
  const policy = planCache({ ...PUSH, ...facts });
  expect([policy.restores, policy.saves]).toEqual([restores, saves]);
  expect(policy.because === "").toBe(saves);
});

test.each([
  ["its own branch", { head: { repo: { full_name: "acme/cameras" } } }, false],
  ["another repository", { head: { repo: { full_name: "forker/cameras" } } }, true],
  ["a fork that is gone", { head: { repo: null } }, true],
  ["nowhere that it says", {}, true],
])("a pull request from %s is told from a fork's", async (_, pull, isFork) => {
  await using folder = await makeFolder({ "event.json": JSON.stringify({ pull_request: pull }) });
  const facts = await readCacheFacts("auto", {
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: `${folder.path}/event.json`,
    GITHUB_REPOSITORY: "acme/cameras",
  });
  expect(facts.isFork).toBe(isFork);
});
