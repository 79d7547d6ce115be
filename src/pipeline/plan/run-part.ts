import type { Soc } from "../../result/soc.ts";
import type { Shard } from "./shard.ts";

/** The part of a run that one job of a matrix does: a soc, and perhaps a shard of the models. */
export interface RunPart {
  readonly soc: Soc;
  /** `undefined` where one job builds all models. */
  readonly shard: Shard | undefined;
}

/** A part in words: `artpec-8, part 2 of 5`. */
export function describePart({ soc, shard }: RunPart): string {
  return shard === undefined ? soc : `${soc}, part ${shard.index} of ${shard.count}`;
}

/**
 * The parts of a run of which nothing arrived: what was expected, and the other shards of every shard that did arrive.
 */
export function findMissingParts(
  arrived: readonly RunPart[],
  expected: readonly RunPart[],
): RunPart[] {
  const present = new Set(arrived.map(describePart));
  const wanted = new Map(
    [...expected, ...arrived.flatMap(siblings)].map((part) => [describePart(part), part]),
  );
  return [...wanted].filter(([name]) => !present.has(name)).map(([, part]) => part);
}

function siblings({ soc, shard }: RunPart): RunPart[] {
  if (shard === undefined) return [];
  const { count } = shard;
  return Array.from({ length: count }, (_, at) => ({ soc, shard: { index: at + 1, count } }));
}
