import { expect, test } from "vitest";
import { splitCode } from "../../src/words/text.ts";
import { countOf, renderBytes, renderCount, renderNumber } from "../../src/words/numbers.ts";

test.each([
  [0, "0"],
  [1, "1"],
  [-3.2149, "-3.21"],
  [0.119, "0.119"],
  [1234.5, "1230"],
  [0.0004249, "4.25e-4"],
  [-0.0000014, "-1.4e-6"],
])("%d is written with three digits that count, as %s", (value, text) => {
  expect(renderNumber(value)).toBe(text);
});

test.each([
  [0, "0 builds"],
  [1, "1 build"],
  [2, "2 builds"],
])("%d is counted as %s", (count, text) => {
  expect(countOf(count, "build")).toBe(text);
});

test("large counts and sizes have units, small ones are exact", () => {
  expect([999, 1000, 300_800_000].map(renderCount)).toEqual(["999", "1.0 k", "300.8 M"]);
  expect([1023, 1024, 1_468_006].map(renderBytes)).toEqual(["1023 B", "1.0 KiB", "1.4 MiB"]);
});

test("code in a sentence is what stands between two back-ticks of a line", () => {
  expect(splitCode("Run `dlpu setup`, or a `lone one")).toEqual([
    { text: "Run ", isCode: false },
    { text: "dlpu setup", isCode: true },
    { text: ", or a `lone one", isCode: false },
  ]);
  expect(splitCode("``")).toEqual([{ text: "``", isCode: false }]);
});
