/** One of several equal parts of a run's models. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** Something to be put into a shard; `weight` says how much work it is. */
export interface Weighted {
  readonly path: string;
  readonly weight: number;
}

/**
 * Spreads items over shards so that the heaviest shard is light: the heaviest item first, each to the lightest shard.
 *
 * The same items give the same shards on every machine, so that jobs agree without talking to each other. The heaviest
 * shard weighs at most 4/3 of the best one possible (R. L. Graham, Bounds on Multiprocessing Timing Anomalies, 1969).
 */
export function planShards<T extends Weighted>(items: readonly T[], count: number): T[][] {
  const shards = Array.from({ length: count }, () => ({ weight: 0, items: [] as T[] }));
  for (const item of items.toSorted(heaviestFirst)) {
    const lightest = shards.reduce((best, shard) => (shard.weight < best.weight ? shard : best));
    lightest.items.push(item);
    lightest.weight += item.weight;
  }
  return shards.map((shard) => shard.items);
}

function heaviestFirst(a: Weighted, b: Weighted): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  return a.path < b.path ? -1 : 1;
}
