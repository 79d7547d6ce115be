import type { BuildResult } from "../result/result.ts";

/** What a build took; a step that several builds share counts in each of them. */
export function totalSeconds({ steps }: BuildResult): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}
