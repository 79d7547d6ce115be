import { listSome, quoteName } from "../../check/evidence.ts";
import type { Finding } from "../../result/finding.ts";
import type { MethodResult } from "../../worker/method-results.ts";
import { countOf } from "../../words/numbers.ts";

type FloatOperator = MethodResult<"quantize">["floatOperators"][number];

/** What computes the same, or nearly so, from operators with integer kernels. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  ADD_N: "add two tensors at a time (ADD)",
  CAST: "return the index or the truth value as it is, and convert it in the application",
  CEIL: "round in the application",
  CONV_3D: "convolve the slices with CONV_2D and add them up",
  COS: "store it as a constant where its argument is one, as in position encodings",
  CUMSUM: "multiply with a triangular matrix of ones (FULLY_CONNECTED)",
  FLOOR: "round in the application",
  LOCAL_RESPONSE_NORMALIZATION: "train with batch normalization",
  POW: "multiply for a whole exponent, use SQRT for one half",
  ROUND: "round in the application",
  SIGN: "compare in the application",
  SIN: "store it as a constant where its argument is one, as in position encodings",
};

/** One finding that names the operators which the quantizer had to leave in float; none where all are integer. */
export function floatOperatorFindings(operators: readonly FloatOperator[]): Finding[] {
  const [first] = operators;
  if (first === undefined) return [];
  const named = operators.map(
    ({ index, operator, name, reason }) => `#${index} ${operator} ${quoteName(name)}: ${reason}`,
  );
  return [
    {
      code: "DLPU-Q-FLOAT",
      severity: "warning",
      subject: { operator: first.index, name: first.operator },
      evidence: `${countOperators(operators)} stayed in float: ${listSome(named)}`,
      remedy: remedyFor(operators),
      source:
        "TensorFlow Lite 8-bit quantization specification, https://ai.google.dev/edge/litert/models/quantization_spec (read 2026-11-22)",
    },
  ];
}

function countOperators({ length }: readonly FloatOperator[]): string {
  return countOf(length, "operator");
}

function remedyFor(operators: readonly FloatOperator[]): string {
  const kinds = [...new Set(operators.map(({ operator }) => operator))];
  const known = kinds.flatMap((kind) => {
    const replacement = REPLACEMENTS[kind];
    return replacement === undefined ? [] : [`${kind}: ${replacement}.`];
  });
  return [
    ...known,
    "Where they stand at the end of the model, cut it before them (`cut` in dlpu.yml).",
  ].join(" ");
}
