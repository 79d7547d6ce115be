import { array, assert, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { planShards } from "../../src/pipeline/plan/shard.ts";

test("every item is in exactly one shard, and no shard is heavier than an even spread and one item", () => {
  assert(
    property(
      array(integer({ min: 1, max: 1000 })),
      integer({ min: 1, max: 20 }),
      (weights, count) => {
        const items = weights.map((weight, index) => ({ path: `${index}`, weight }));
        const shards = planShards(items, count);
        expect(shards).toHaveLength(count);
        expect(
          shards
            .flat()
            .map(({ path }) => path)
            .sort(),
        ).toEqual(items.map(({ path }) => path).sort());
        const heaviest = Math.max(
          ...shards.map((shard) => shard.reduce((sum, { weight }) => sum + weight, 0)),
        );
        const even = weights.reduce((sum, weight) => sum + weight, 0) / count;
        const most = Math.max(0, ...weights);
        expect(heaviest).toBeLessThanOrEqual(even + most);
      },
    ),
  );
});

test("the order in which a machine lists items does not matter", () => {
  const items = [5, 3, 3, 2, 2, 1].map((weight, index) => ({ path: `m${index}`, weight }));
  expect(planShards(items.toReversed(), 3)).toEqual(planShards(items, 3));
});
