import { ArtifactStore } from "../stand-in/artifact-store.ts";
import type { RunningServer } from "../stand-in/http.ts";
import { serve } from "../stand-in/http.ts";
import type { StandInRepository } from "../stand-in/rest-api.ts";
import { answerRest } from "../stand-in/rest-api.ts";
import { answerResults } from "../stand-in/results-service.ts";

/** Commits that the suite's events speak of. */
export const HEAD_SHA = "1".repeat(40);
export const BASE_SHA = "b".repeat(40);

/** GitHub, as far as the action talks to it, on the loopback interface. */
export interface StandInGithub {
  readonly rest: RunningServer;
  readonly results: RunningServer;
  readonly repository: StandInRepository;
  readonly artifacts: ArtifactStore;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts a GitHub with an empty repository. */
export async function startGithub(): Promise<StandInGithub> {
  const artifacts = new ArtifactStore();
  const repository: StandInRepository = {
    permission: "write",
    pulls: new Map(),
    comments: [],
    mergeBase: BASE_SHA,
    runs: [],
  };
  const rest = await serve((call) => answerRest(call, repository, artifacts));
  const results = await serve((call) => answerResults(call, artifacts));
  return {
    rest,
    results,
    repository,
    artifacts,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([rest.close(), results.close()]);
    },
  };
}
