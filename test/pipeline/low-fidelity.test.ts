import { describe, expect, test } from "vitest";
import type { Task } from "../../src/result/task.ts";
import type { Fidelity, OutputFidelity } from "../../src/result/fidelity.ts";
import { lowFidelity } from "../../src/pipeline/verify/low-fidelity.ts";
import { operator, singleOperator, tensor } from "../graph-builder.ts";

const GOOD: OutputFidelity = {
  name: "out",
  sqnrDb: 30,
  cosine: 0.999,
  errorToScatter: 0.05,
  neighbourAgreement: 1,
  maxAbsError: 0.1,
  saturation: 0,
  equal: false,
  parts: [],
};

function judge(
  output: Partial<OutputFidelity>,
  task?: Task,
  overrides: Partial<Fidelity> = {},
  made = "FULLY_CONNECTED",
): string[] {
  const fidelity: Fidelity = {
    origin: "measured",
    data: { kind: "calibration", samples: 50, sha256: null },
    outputs: [{ ...GOOD, ...output }],
    top1Agreement: null,
    accuracy: null,
    emulation: { kernels: "LiteRT", spread: null },
    top1AgreementInterval: null,
    metrics: [],
    changedAnswers: [],
    ...overrides,
  };
  const graph = singleOperator(operator(made, [tensor("in", [1, 8])], [tensor("out", [1, 8])]));
  const found = lowFidelity(fidelity, graph, task, {});
  return found.map(({ code, severity }) => `${code} ${severity}`);
}

const DETECTION: Task = {
  kind: "detection",
  decoder: "yunet",
  strides: [8],
  scoreThreshold: 0.01,
  iouThreshold: 0.5,
  activation: "none",
};
const REGRESSION: Task = { kind: "regression" };
const EMBEDDING: Task = { kind: "embedding" };

describe("a file whose answers are of no use fails, one that is poor is warned about", () => {
  test.each<[string, string[], string[]]>([
    ["22 % agreement", judge({}, undefined, { top1Agreement: 0.22 }), ["DLPU-VAL-002 error"]],
    ["90 % agreement", judge({}, undefined, { top1Agreement: 0.9 }), ["DLPU-VAL-002 warning"]],
    ["an output at -7 dB", judge({ sqnrDb: -7 }), ["DLPU-VAL-003 error"]],
    ["an output at 8 dB", judge({ sqnrDb: 8 }), ["DLPU-VAL-003 warning"]],
    ["a detector's output at -7 dB", judge({ sqnrDb: -7 }, DETECTION), ["DLPU-VAL-003 error"]],
    [
      "landmarks no better than their mean",
      judge({ errorToScatter: 1 }, REGRESSION),
      ["DLPU-VAL-006 error"],
    ],
    [
      "landmarks off by 0.3 of their scatter",
      judge({ errorToScatter: 0.3 }, REGRESSION),
      ["DLPU-VAL-006 warning"],
    ],
    ["embeddings turned by 37 degrees", judge({ cosine: 0.8 }, EMBEDDING), ["DLPU-VAL-007 error"]],
    [
      "embeddings with other neighbours",
      judge({ neighbourAgreement: 0.7 }, EMBEDDING),
      ["DLPU-VAL-007 warning"],
    ],
    ["a good file", judge({}, EMBEDDING), []],
  ])("%s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test("what a task does not ask for is not judged", () => {
  expect(judge({ errorToScatter: 1, cosine: 0.5, neighbourAgreement: 0 })).toEqual([]);
});

describe("a tensor that is joined into an output", () => {
  const part = (sqnrDb: number | null, steps: number | null) =>
    judge({ parts: [{ name: "objectness", sqnrDb, steps }] });

  test("is judged by itself, however good the whole is", () => {
    expect(part(0.4, 200)).toEqual(["DLPU-VAL-005 error"]);
    expect(part(9, null)).toEqual(["DLPU-VAL-005 warning"]);
    expect(part(20, 200)).toEqual([]);
  });

  test("needs steps enough to be told apart", () => {
    expect(part(20, 5)).toEqual(["DLPU-VAL-005 error"]);
    expect(part(20, 12)).toEqual(["DLPU-VAL-005 warning"]);
  });

  test("that never changes says nothing", () => {
    expect(part(null, 0)).toEqual([]);
  });
});

test("labels come first: with a task's metric measured, other measures warn at most", () => {
  const metric = { value: 0.9, interval: null };
  const metrics = [
    { name: "top-1", float: metric, final: metric, drop: null, samples: 50 } as const,
  ];
  expect(judge({ sqnrDb: -7 }, undefined, { metrics })).toEqual(["DLPU-VAL-003 warning"]);
});

test("synthetic samples are never judged", () => {
  const data = { kind: "synthetic", samples: 8, sha256: null } as const;
  expect(judge({ sqnrDb: -7 }, undefined, { data, top1Agreement: 0 })).toEqual([]);
});

test("positions of a largest value have no SQNR worth a limit", () => {
  expect(judge({ sqnrDb: -7 }, undefined, {}, "ARG_MAX")).toEqual([]);
});
