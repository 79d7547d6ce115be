import type { OperatorConstraint } from "../../../check/operator-table.ts";
import type { Operator } from "../../../graph/graph.ts";
import { optionsOf } from "../../../graph/options-of.ts";
import { delegateSource } from "./source.ts";
import { describeFirst, isConstant, storedRank } from "./tensor-conditions.ts";

const REDUCE: readonly OperatorConstraint[] = [
  {
    code: "A8-REDUCE-001",
    condition: "The axes are computed at run time.",
    why: "The NPU's program is compiled for given axes.",
    remedy: "Write the axes as constants.",
    source: delegateSource("2904-2915"),
    violated: ({ inputs: [, axes] }) => describeFirst([axes], (tensor) => !isConstant(tensor)),
  },
];

const ARGUMENT: readonly OperatorConstraint[] = [
  {
    code: "A8-ARG-001",
    condition: "Input or output is a scalar, or its shape is not stored in the file.",
    why: "The delegate takes rank 0 for a dynamic shape.",
    remedy:
      "Keep a dimension in the result (reduce over one axis of batched data), with output_type=tf.int32.",
    source: delegateSource("3354-3363"),
    violated: ({ inputs: [input], outputs: [output] }) =>
      describeFirst([input, output], (tensor) => storedRank(tensor) === 0),
  },
];

export const REDUCTIONS: readonly (readonly [string, readonly OperatorConstraint[]])[] = [
  ["MEAN", REDUCE],
  ["SUM", REDUCE],
  ["REDUCE_MAX", REDUCE],
  ["REDUCE_MIN", REDUCE],
  ["REDUCE_ANY", REDUCE],
  ["REDUCE_PROD", REDUCE],
  ["ARG_MAX", ARGUMENT],
  ["ARG_MIN", ARGUMENT],
  [
    "ONE_HOT",
    [
      {
        code: "A8-ONEHOT-001",
        condition: "The depth is computed at run time.",
        why: "The NPU's program is compiled for one depth.",
        remedy: "Write the depth as a constant.",
        source: delegateSource("3304-3319"),
        violated: ({ inputs: [, depth] }) =>
          describeFirst([depth], (tensor) => !isConstant(tensor)),
      },
      {
        code: "A8-ONEHOT-002",
        condition: "The output is bool.",
        why: "The delegate builds one-hot data as numbers.",
        remedy: "Give tf.one_hot numbers as on_value and off_value.",
        source: delegateSource("3304-3319"),
        violated: ({ outputs }) => describeFirst(outputs, ({ dtype }) => dtype === "bool"),
      },
    ],
  ],
  [
    "BATCH_MATMUL",
    [
      {
        code: "A8-BMM-001",
        condition: "The output is int32.",
        why: "The NPU's matrix product gives 8-bit or floating-point results.",
        remedy: "Quantize the product's output to int8.",
        source: delegateSource("1979-2008"),
        violated: ({ outputs }) => describeFirst(outputs, ({ dtype }) => dtype === "int32"),
      },
      {
        code: "A8-BMM-002",
        condition: "One input is float32 and the other int8.",
        why: "The NPU multiplies values of one type.",
        remedy: "Quantize both inputs to int8 (full-integer conversion).",
        source: delegateSource("1979-2008"),
        violated: describeHybridProduct,
      },
      {
        code: "A8-BMM-003",
        condition: "Both matrices are transposed (adj_x and adj_y).",
        why: "The NPU transposes one of the two at most.",
        remedy: "Use the identity AᵀBᵀ = (BA)ᵀ: swap the factors and transpose the product.",
        source: delegateSource("1979-2008"),
        violated: (operator) => {
          const options = optionsOf(operator, "BatchMatMul");
          return options?.adjX && options.adjY ? "adj_x and adj_y are set" : undefined;
        },
      },
    ],
  ],
];

function describeHybridProduct({ inputs: [left, right] }: Operator): string | undefined {
  const types = [left?.dtype, right?.dtype];
  return types.includes("float32") && types.includes("int8")
    ? `${left?.dtype ?? "?"} × ${right?.dtype ?? "?"}`
    : undefined;
}
