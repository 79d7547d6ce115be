import { emptyBuild } from "./build-result.ts";
import { failureOf } from "./failure.ts";
import type { BuildResult, Result } from "../../result/result.ts";

/**
 * A result that can be shown: a build on which `show` breaks becomes `errored`, with why, and all others stay as they are.
 *
 * @throws whatever `show` does where no single build is the reason.
 */
export function keepShowable(result: Result, show: (result: Result) => unknown): Result {
  if (breaks(show, result) === undefined) return result;
  const builds = result.builds.map((build) => {
    const problem = breaks(show, { ...result, builds: [build] });
    return problem === undefined ? build : unshowable(build, problem.error);
  });
  return { ...result, builds };
}

function breaks(
  show: (result: Result) => unknown,
  result: Result,
): { readonly error: unknown } | undefined {
  try {
    show(result);
    return undefined;
  } catch (error) {
    return { error };
  }
}

function unshowable(build: BuildResult, error: unknown): BuildResult {
  const { model, name, soc, precision, contentKey, reused, devices } = build;
  const identity = { model, name, soc, precision, contentKey, reused, devices };
  return emptyBuild(identity, failureOf(error, { path: model, shownPath: model }));
}
