import { expect, test } from "vitest";
import type { OperatorPlacement } from "../../src/result/placement.ts";
import { judgeEdgeTpu } from "../../src/compilers/edge-tpu/judge.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { graphOf, operator, tensor } from "../graph-builder.ts";
import { edgeTpuOutput } from "../stand-ins/stand-in-compiler.ts";

const [input, a, b, output] = ["input", "a", "b", "output"].map((name) => tensor(name, [1, 4]));
const ends = { inputs: [must(input)], outputs: [must(output)] };

/** CONV_2D → LEAKY_RELU → ADD, as it was given to the compiler. */
const ORIGINAL = graphOf(
  [
    operator("CONV_2D", [input], [a]),
    operator("LEAKY_RELU", [a], [b]),
    operator("ADD", [b], [output]),
  ],
  ends,
);

/** What a compiler leaves that maps only the convolution. */
const COMPILED = graphOf(
  [
    operator("CUSTOM", [input], [a], { customName: "edgetpu-custom-op" }),
    operator("LEAKY_RELU", [a], [b]),
    operator("ADD", [b], [output]),
  ],
  ends,
);

const PREDICTED = [
  place(0, "CONV_2D", "dlpu", []),
  place(1, "LEAKY_RELU", "cpu", ["A7-OP-001"]),
  place(2, "ADD", "cpu", ["AX-OP-701"]),
];

test("what stands in the compiled file beside its programs is reported on the CPU, with the predicted reasons", () => {
  const { operators, findings } = judge(COMPILED, PREDICTED);
  expect(operators).toEqual(PREDICTED);
  expect(findings).toEqual([]);
});

test("an operator that the compiler left although dlpu predicted otherwise is a finding that names it", () => {
  const optimist = PREDICTED.map((one) => ({ ...one, placement: "dlpu" as const, reasons: [] }));
  const { operators, findings } = judge(COMPILED, optimist);
  expect(operators?.map(({ placement }) => placement)).toEqual(["dlpu", "cpu", "cpu"]);
  expect(findings).toMatchObject([
    {
      code: "A7-COMPILE-REPORT",
      severity: "warning",
      evidence: "on the CPU, unlike predicted: #1 LEAKY_RELU, #2 ADD",
    },
  ]);
});

test("an operator that the compiler mapped although dlpu predicted otherwise is a finding too", () => {
  const all = graphOf(
    [operator("CUSTOM", [input], [output], { customName: "edgetpu-custom-op" })],
    ends,
  );
  expect(judge(all, PREDICTED).findings).toMatchObject([
    { evidence: "on the DLPU, unlike predicted: #1 LEAKY_RELU, #2 ADD" },
  ]);
});

test("where the compiled file's operators cannot be found again, the numbers by name are compared", () => {
  const renamed = graphOf([operator("ADD", [b], [tensor("new name", [1, 4])])], ends);
  const rows = [
    "CONV_2D      1     Mapped to Edge TPU",
    "LEAKY_RELU   1     Operation not supported",
    "ADD          1     Mapped to Edge TPU",
  ];
  const { operators, findings } = judge(renamed, PREDICTED, rows);
  expect(operators).toBeUndefined();
  expect(findings).toMatchObject([{ evidence: "1 ADD mapped, 0 predicted" }]);
});

function judge(
  product: Graph,
  predicted: readonly OperatorPlacement[],
  rows: readonly string[] = [],
): ReturnType<typeof judgeEdgeTpu> {
  const text = edgeTpuOutput(rows, { mapped: 1, cpu: 2 });
  return judgeEdgeTpu({ graph: ORIGINAL, product, output: text, predicted });
}

function place(
  index: number,
  name: string,
  placement: OperatorPlacement["placement"],
  reasons: readonly string[],
): OperatorPlacement {
  return { index, name, placement, reasons };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing");
  return value;
}
