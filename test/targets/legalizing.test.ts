import { expect, test } from "vitest";
import { TARGETS } from "../../src/targets/catalogue.ts";
import { findNewestVersion, newestVersions } from "../../src/targets/legalizing.ts";
import { RULES_BY_CODE } from "../../src/targets/rules-by-code.ts";
import { graphOf, operator, tensor } from "../graph-builder.ts";

test("the newest version is the one that the runtime's own table lists", () => {
  expect(findNewestVersion("CONV_2D", "2.8")).toBe(5);
  expect(findNewestVersion("EXP", "2.8")).toBe(1);
  expect(findNewestVersion("GELU", "2.8")).toBeUndefined();
  expect(findNewestVersion("CUSTOM", "2.8")).toBe(Infinity);
});

test("a graph's newest versions are those that every runtime and the target take", () => {
  const x = tensor("x", [1, 4]);
  const names = ["CONV_2D", "FULLY_CONNECTED", "CUSTOM"];
  const graph = graphOf(
    names.map((name) => operator(name, [x], [x])),
    { inputs: [x], outputs: [x] },
  );
  expect(newestVersions(graph, ["2.8", "2.3.1"])).toEqual({ CONV_2D: 4, FULLY_CONNECTED: 9 });
  expect(newestVersions(graph, ["2.8"], { FULLY_CONNECTED: 8 })).toEqual({
    ...{ CONV_2D: 5, FULLY_CONNECTED: 8 },
  });
});

test("every rewrite that a target wants names rules that there are", () => {
  const codes = TARGETS.flatMap(({ legalizing }) =>
    (legalizing?.rewrites ?? []).flatMap(({ cures }) => cures),
  );
  expect(codes.filter((code) => !RULES_BY_CODE.has(code))).toEqual([]);
});
