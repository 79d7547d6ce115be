/** A stream of numbers that a seed decides, so that every mutant can be made again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but without, `end`; by mulberry32. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}

/** What hurts where a size, an index or a count is expected. */
export const NASTY: readonly [number, ...number[]] = [
  ...([0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 127, 128, 255, 256, 1000, 32_768, 65_535, 65_536] as const),
  ...([-1, -2, -4, -128, 2 ** 20, 2 ** 24, 2 ** 31 - 1, -(2 ** 31)] as const),
];
