/** A share for people: `98.3 %`. */
export function renderPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
