import { expect, test } from "vitest";
import { axesBetween } from "../../src/pipeline/import/axis-orders.ts";

const KEPT = [0, 1, 2, 3];
const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

test("files with the same order of axes differ in none", () => {
  const orders = { inputs: [TO_LAST], outputs: [[0, 1, 2]] };
  expect(axesBetween(orders, orders)).toEqual({ inputs: [KEPT], outputs: [[0, 1, 2]] });
});

test("an export to channels-first of a channels-last source says so", () => {
  const source = { inputs: [KEPT], outputs: [KEPT] };
  const exported = { inputs: [TO_LAST], outputs: [KEPT] };
  expect(axesBetween(source, exported)).toEqual({ inputs: [TO_FIRST], outputs: [KEPT] });
});
