/** A duration for people: `1.5 s`. */
export function renderSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
