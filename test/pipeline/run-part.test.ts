import { expect, test } from "vitest";
import { describePart, findMissingParts } from "../../src/pipeline/plan/run-part.ts";

test("a shard that arrived tells which others should have", () => {
  const arrived = [{ soc: "cpu", shard: { index: 2, count: 3 } }] as const;
  expect(findMissingParts(arrived, []).map(describePart)).toEqual([
    "cpu, part 1 of 3",
    "cpu, part 3 of 3",
  ]);
});

test("what was expected and arrived is not missing", () => {
  const parts = [
    { soc: "cpu", shard: undefined },
    { soc: "cv25", shard: undefined },
  ] as const;
  expect(findMissingParts(parts, parts)).toEqual([]);
  expect(findMissingParts(parts.slice(1), parts).map(describePart)).toEqual(["cpu"]);
});
