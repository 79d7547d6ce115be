import { expect, test } from "vitest";
import { pairedDropInterval, wilsonInterval } from "../../src/result/confidence.ts";

/** Published: Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("the interval of %i in %i is the published one", (hits, samples, low, high) => {
  const interval = wilsonInterval(hits / samples, samples);
  expect(interval?.low).toBeCloseTo(low, 4);
  expect(interval?.high).toBeCloseTo(high, 4);
});

/** Published: Newcombe, Statistics in Medicine 17 (1998), 2635-2650, table III, method 10. */
test.each([
  [36, 12, 2, 0, 0.0569, 0.3404],
  [20, 12, 2, 16, 0.0562, 0.3292],
])(
  "the interval of a paired difference %i/%i/%i/%i is the published one",
  (bothRight, onlyFirst, onlySecond, bothWrong, low, high) => {
    const interval = pairedDropInterval({ bothRight, onlyFirst, onlySecond, bothWrong });
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  },
);

test("of 300 answers that never differ, a loss above 1.5 points is unlikely", () => {
  const same = { bothRight: 290, onlyFirst: 0, onlySecond: 0, bothWrong: 10 };
  const interval = pairedDropInterval(same);
  expect(interval?.low).toBeCloseTo(-(interval?.high ?? 0), 12);
  expect(interval?.high).toBeLessThan(0.015);
});

test("no samples allow no interval", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});
