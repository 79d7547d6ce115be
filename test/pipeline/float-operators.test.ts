import { expect, test } from "vitest";
import { floatOperatorFindings } from "../../src/pipeline/quantize/float-operator-findings.ts";

const reason = "no integer kernel of it can be used";

test("says nothing of a model that is integer throughout", () => {
  expect(floatOperatorFindings([])).toEqual([]);
});

test("names every kind of operator that stayed in float, with what to do about each", () => {
  const [finding, ...others] = floatOperatorFindings([
    { index: 4, operator: "CUMSUM", name: "sum", reason },
    { index: 7, operator: "FLOOR", name: "cells", reason },
    { index: 9, operator: "FLOOR", name: "rows", reason },
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: "DLPU-Q-FLOAT", subject: { operator: 4, name: "CUMSUM" } });
  expect(finding?.evidence).toBe(
    `3 operators stayed in float: #4 CUMSUM "sum": ${reason}; #7 FLOOR "cells": ${reason}; #9 FLOOR "rows": ${reason}`,
  );
  expect(finding?.remedy.match(/FLOOR: round in the application/g)).toHaveLength(1);
  expect(finding?.remedy).toContain("CUMSUM: multiply with a triangular matrix");
  expect(finding?.remedy).toContain("`cut` in dlpu.yml");
});

test("offers the cut alone for an operator that nothing replaces", () => {
  const [finding] = floatOperatorFindings([{ index: 1, operator: "FFT", name: "f", reason }]);
  expect(finding?.remedy).toMatch(/^Where they stand at the end of the model, cut it/);
});
