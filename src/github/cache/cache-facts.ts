import * as cache from "@actions/cache";
import { z } from "zod";
import type { CacheMode } from "../run/action-inputs.ts";
import type { CacheFacts } from "./cache-policy.ts";
import { readEvent } from "../run/run-context.ts";

const eventSchema = z.object({
  pull_request: z.object({
    /** `null`: the fork was deleted. */
    head: z.object({ repo: z.object({ full_name: z.string() }).nullable() }),
  }),
});

/** Reads from the runner what decides about the cache; a pull request that does not say where it is from is a fork's. */
export async function readCacheFacts(
  mode: CacheMode,
  environment: NodeJS.ProcessEnv,
): Promise<CacheFacts> {
  const event = environment["GITHUB_EVENT_NAME"] ?? "";
  const payload = eventSchema.safeParse(await readEvent(environment["GITHUB_EVENT_PATH"]));
  const origin = payload.success ? payload.data.pull_request.head.repo?.full_name : undefined;
  return {
    mode,
    hasService: cache.isFeatureAvailable(),
    event,
    isFork: event.startsWith("pull_request") && origin !== environment["GITHUB_REPOSITORY"],
    actor: environment["GITHUB_ACTOR"] ?? "",
    refType: environment["GITHUB_REF_TYPE"] ?? "",
  };
}
