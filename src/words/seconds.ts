import type { BuildResult } from "../../pipeline/result/result.ts";

/** A duration for people: `1.5 s`. */
export function renderSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

/** What a build took; a step that several builds share counts in each of them. */
export function totalSeconds({ steps }: BuildResult): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}
