import type { CacheMode } from "../run/action-inputs.ts";

/** What a run may do with GitHub's cache, and why not more. */
export interface CachePolicy {
  readonly restores: boolean;
  readonly saves: boolean;
  /** In a few words; empty where it may do both. */
  readonly because: string;
}

/** What decides it. */
export interface CacheFacts {
  readonly mode: CacheMode;
  /** Whether the runner has a cache service at all. */
  readonly hasService: boolean;
  /** `GITHUB_EVENT_NAME`. */
  readonly event: string;
  /** Whether the run's code comes from another repository. */
  readonly isFork: boolean;
  /** `GITHUB_ACTOR`. */
  readonly actor: string;
  /** `branch` or `tag`. */
  readonly refType: string;
}

/** Events whose runs have more rights than the code that they may have run, or that ship what they make. */
const TRUSTED_EVENTS = ["pull_request_target", "workflow_run", "release"];

/**
 * Decides it: what strangers' code may have touched is never saved, and what is shipped is never restored.
 *
 * A fork's run could only write where nobody reads, and Dependabot's runs have the rights of a fork's.
 */
export function planCache(facts: CacheFacts): CachePolicy {
  const { mode, event, isFork, actor, refType } = facts;
  if (mode === "never") return off("as asked");
  if (!facts.hasService) return off("this runner has no cache service");
  const isTrusted = TRUSTED_EVENTS.includes(event);
  if (mode === "auto" && isTrusted) return off(`because the event is ${event}`);
  if (mode === "auto" && refType === "tag") return off("because this is a tag");
  if (isFork) return readOnly("the code comes from a fork");
  if (actor === "dependabot[bot]") return readOnly("Dependabot runs it");
  return { restores: true, saves: true, because: "" };
}

function off(because: string): CachePolicy {
  return { restores: false, saves: false, because };
}

function readOnly(because: string): CachePolicy {
  return { restores: true, saves: false, because };
}
