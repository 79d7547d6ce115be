/**
 * The candidate that a misspelt word most likely meant, or `undefined` where none is close.
 *
 * Close is at most a third of the word's length in single-character edits (Levenshtein).
 */
export function findNearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  if (best === undefined || best.edits > Math.max(2, word.length / 3)) return undefined;
  return best.candidate;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, fromA] of a.split("").entries()) {
    const current = [row + 1];
    for (const [column, fromB] of b.split("").entries()) {
      const substituted = (previous[column] ?? 0) + (fromA === fromB ? 0 : 1);
      const inserted = (current[column] ?? 0) + 1;
      const deleted = (previous[column + 1] ?? 0) + 1;
      current.push(Math.min(substituted, inserted, deleted));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
