import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { placeOnEdgeTpu } from "../../src/targets/artpec-7/partition.ts";
import { REFUSALS, UNFIT_FILES } from "../../src/targets/artpec-7/refusals/refusals.ts";
import { artpec7 } from "../../src/targets/artpec-7/target.ts";
import {
  activation,
  convolution,
  elementwise,
  integers,
  like,
  model,
  weights,
} from "./artpec-7-models.ts";

const image = activation({ shape: [1, 8, 8, 16] });
const float = activation({ shape: [1, 8, 8, 16], dtype: "float32" });
const wide = activation({ shape: [1, 8, 8, 16], dtype: "int16" });

function findingOf(graph: Graph, code: string) {
  return check(graph, artpec7, { axisOs: undefined }).findings.find(
    (finding) => finding.code === code,
  );
}

interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly graph: Graph;
  readonly says: string;
  readonly cure: string;
}

/** Files of which the compiler makes nothing. */
const REFUSED: readonly Refusal[] = [
  {
    code: "A7-FILE-001",
    what: "CONV_2D version 6",
    graph: model([{ ...convolution(image, 8), version: 6 }]),
    says: "Didn't find op for builtin opcode 'CONV_2D' version '6'",
    cure: "tensorflow==2.8",
  },
  {
    code: "A7-FILE-001",
    what: "TRANSPOSE_CONV version 4",
    graph: model([{ ...elementwise("TRANSPOSE_CONV", image), version: 4 }]),
    says: "Didn't find op for builtin opcode 'TRANSPOSE_CONV' version '4'",
    cure: "tensorflow==2.8",
  },
  {
    code: "A7-FILE-002",
    what: "an operator that is younger than TensorFlow 2.8",
    graph: model([elementwise("GELU", image)]),
    says: "#0 GELU",
    cure: "ReLU6",
  },
  {
    code: "A7-FILE-003",
    what: "a size that is computed",
    graph: model([elementwise("RESHAPE", image, activation({ shape: [4], dtype: "int32" }))]),
    says: "operand 1",
    cure: "set_shape",
  },
  {
    code: "A7-FILE-003",
    what: "a size that is not stored",
    graph: model([elementwise("RELU", like(image, { shape: [1, -1, 8, 16] }))]),
    says: "stored shape",
    cure: "Fix all sizes",
  },
  {
    code: "A7-FILE-004",
    what: "a grouped convolution",
    graph: model([convolution(image, 8, 4)]),
    says: "16 channels, filters of 4",
    cure: "depthwise",
  },
  {
    code: "A7-FILE-005",
    what: "an unknown custom operator",
    graph: model([{ ...elementwise("CUSTOM", image), customName: "FlexErf" }]),
    says: "FlexErf",
    cure: "SELECT_TF_OPS",
  },
];

/** Files that the compiler refuses or compiles in vain. */
const UNFIT: readonly Refusal[] = [
  {
    code: "A7-FILE-006",
    what: "a float model",
    graph: model([elementwise("RELU", float)]),
    says: "computes float32",
    cure: "TFLITE_BUILTINS_INT8",
  },
  {
    code: "A7-FILE-006",
    what: "a model of which only the weights are quantized",
    graph: model([convolution(float, 8)]),
    says: "computes float32",
    cure: "representative_dataset",
  },
  {
    code: "A7-FILE-007",
    what: "16-bit activations",
    graph: model([convolution(wide, 8)]),
    says: "int16 activations",
    cure: "ACTIVATIONS_INT16",
  },
  {
    code: "A7-FILE-007",
    what: "4-bit weights",
    graph: model([
      elementwise("FULLY_CONNECTED", image, like(weights([4, 16]), { dtype: "int4" })),
    ]),
    says: "int4 weights",
    cure: "TFLITE_BUILTINS_INT8",
  },
  {
    code: "A7-FILE-008",
    what: "a second subgraph",
    graph: model(
      [elementwise("RELU", float)],
      [{ index: 1, name: "body", tensors: [], inputs: [], outputs: [], operators: [] }],
    ),
    says: "2 subgraphs",
    cure: "from_concrete_functions",
  },
];

describe("the Edge TPU compiler's refusals", () => {
  it.each([...REFUSED, ...UNFIT])("are foreseen for $what", ({ code, graph, says, cure }) => {
    const finding = findingOf(graph, code);
    expect(finding?.severity).toBe("error");
    expect(finding?.evidence).toContain(says);
    expect(finding?.remedy).toContain(cure);
  });

  it.each(REFUSED)("leave every operator of a file with $what on the CPU", ({ graph, code }) => {
    expect(placeOnEdgeTpu(graph)).toMatchObject([{ placement: "cpu", reasons: [code] }]);
  });

  it("quote the compiler in their explanation", () => {
    const withoutQuote = [...REFUSALS, ...UNFIT_FILES].filter(({ why }) => !why.includes('"'));
    // No log of a file with several subgraphs is public.
    expect(withoutQuote.map(({ code }) => code)).toEqual(["A7-FILE-008"]);
  });

  it("have a case here each", () => {
    const tested = new Set([...REFUSED, ...UNFIT].map(({ code }) => code));
    const untested = [...REFUSALS, ...UNFIT_FILES].filter(({ code }) => !tested.has(code));
    expect(untested).toEqual([]);
  });

  it("spare files whose batch is open in the signature alone", () => {
    const open = like(image, { shapeSignature: [-1, 8, 8, 16] });
    expect(findingOf(model([convolution(open, 8)]), "A7-FILE-003")).toBeUndefined();
  });

  it("spare operators of the newest version that TensorFlow 2.8 knows", () => {
    const graph = model([{ ...convolution(image, 8), version: 5 }]);
    expect(placeOnEdgeTpu(graph)).toMatchObject([{ placement: "dlpu" }]);
  });

  it("spare constant shapes, and SSD post-processing, which only stays on the CPU", () => {
    const reshape = elementwise("RESHAPE", image, integers(1, 8, 8, 16));
    const decoder = elementwise("CUSTOM", image);
    const graph = model([reshape, { ...decoder, customName: "TFLite_Detection_PostProcess" }]);
    const errors = check(graph, artpec7, { axisOs: undefined }).findings.filter(
      ({ severity }) => severity === "error",
    );
    expect(errors).toEqual([]);
    expect(placeOnEdgeTpu(graph).map(({ placement }) => placement)).toEqual(["dlpu", "cpu"]);
  });
});
