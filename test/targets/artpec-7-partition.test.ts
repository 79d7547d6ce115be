import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { placeOnEdgeTpu } from "../../src/targets/artpec-7/partition.ts";
import { artpec7 } from "../../src/targets/artpec-7/target.ts";
import {
  activation,
  convolution,
  elementwise,
  model,
  outputOf,
  weights,
} from "./artpec-7-models.ts";

const image = () => activation({ shape: [1, 8, 8, 16] });

function unitsOf(graph: Graph): readonly string[] {
  return placeOnEdgeTpu(graph).map(({ placement }) => placement);
}

describe("the piece that the Edge TPU compiler maps", () => {
  it("begins behind unsupported operators at the front", () => {
    const input = activation({ shape: [1, 8, 8, 16], dtype: "float32" });
    const quantize = { name: "QUANTIZE", inputs: [input], outputs: [image()] };
    const graph = model([quantize, convolution(outputOf(quantize), 8)]);
    expect(unitsOf(graph)).toEqual(["cpu", "dlpu"]);
  });

  it("ends at the first unsupported operator behind a mapped one", () => {
    const first = convolution(image(), 16);
    const leaky = elementwise("LEAKY_RELU", outputOf(first));
    const second = convolution(outputOf(leaky), 16);
    const graph = model([first, leaky, second, elementwise("RELU", outputOf(second))]);
    expect(placeOnEdgeTpu(graph).map(({ reasons }) => reasons)).toEqual([
      [],
      ["A7-GEN-000"],
      ["AX-OP-701"],
      ["AX-OP-701"],
    ]);
  });

  it("goes on beside an unsupported operator, whatever the order in the file", () => {
    const stem = convolution(image(), 16);
    const argMax = elementwise("ARG_MAX", outputOf(stem));
    const head = convolution(outputOf(stem), 16);
    const behind = elementwise("RELU", outputOf(argMax));
    expect(unitsOf(model([stem, argMax, head, behind]))).toEqual(["dlpu", "cpu", "dlpu", "cpu"]);
  });

  it("loses an operator that joins a branch behind its end", () => {
    const stem = convolution(image(), 16);
    const leaky = elementwise("LEAKY_RELU", outputOf(stem));
    const other = convolution(outputOf(stem), 16);
    const join = elementwise("ADD", outputOf(leaky), outputOf(other));
    expect(unitsOf(model([stem, leaky, other, join]))).toEqual(["dlpu", "cpu", "dlpu", "cpu"]);
  });

  it("names the border in the finding for what is left behind it", () => {
    const stem = convolution(image(), 16);
    const leaky = elementwise("LEAKY_RELU", outputOf(stem));
    const graph = model([stem, leaky, convolution(outputOf(leaky), 16)]);
    const { findings } = check(graph, artpec7, { axisOs: undefined });
    const stranded = findings.find(({ code }) => code === "AX-OP-701");
    expect(stranded?.subject.operator).toBe(2);
    expect(stranded?.evidence).toContain("behind #1 LEAKY_RELU");
    expect(stranded?.remedy).toContain("edgetpu_compiler -a");
  });

  it("takes the state of an LSTM, which is no activation", () => {
    const sequence = activation({ shape: [1, 28, 28] });
    const cell = activation({ shape: [1, 20], dtype: "int16", isVariable: true });
    const parameters = Array.from({ length: 8 }, () => weights([20, 28]));
    const lstm = elementwise("UNIDIRECTIONAL_SEQUENCE_LSTM", sequence, ...parameters, cell);
    expect(unitsOf(model([lstm]))).toEqual(["dlpu"]);
  });

  it("leaves out operators, versions and options that dlpu does not know, and says so", () => {
    const unknown = elementwise("UNKNOWN(999)", image());
    const graph = model([unknown]);
    const { findings, operators } = check(graph, artpec7, { axisOs: undefined });
    expect(operators[0]?.placement).toBe("cpu");
    expect(findings.map(({ code }) => code)).toContain("AX-OP-004");
  });

  it("is nothing for an empty model", () => {
    expect(placeOnEdgeTpu(model([]))).toEqual([]);
  });
});

describe("a file that edgetpu_compiler made", () => {
  const compiled = () => {
    const program = { ...elementwise("CUSTOM", image()), customName: "edgetpu-custom-op" };
    return model([program, elementwise("ARG_MAX", outputOf(program))]);
  };

  it("runs its program on the Edge TPU and the rest on the CPU", () => {
    expect(unitsOf(compiled())).toEqual(["dlpu", "cpu"]);
  });

  it("is ready to ship: information, no error", () => {
    const { findings } = check(compiled(), artpec7, { axisOs: "10.6" });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const compiledFinding = findings.find(({ code }) => code === "A7-FILE-009");
    expect(compiledFinding?.evidence).toContain("#1 ARG_MAX");
  });
});

describe("the Edge TPU's parameter memory", () => {
  const dense = (bytes: number) =>
    model([
      {
        name: "FULLY_CONNECTED",
        inputs: [activation({ shape: [1, 1024] }), weights([bytes / 1024, 1024])],
        outputs: [activation({ shape: [1, bytes / 1024] })],
      },
    ]);
  const memoryFinding = (graph: Graph) =>
    check(graph, artpec7, { axisOs: undefined }).findings.find(({ code }) => code === "AX-OP-702");

  it("holds 4 MiB", () => {
    expect(memoryFinding(dense(4 * 2 ** 20))).toBeUndefined();
  });

  it("may be too small for 7 MiB", () => {
    expect(memoryFinding(dense(7 * 2 ** 20))?.severity).toBe("info");
  });

  it("is too small for 9 MiB, which is called a prediction", () => {
    const finding = memoryFinding(dense(9 * 2 ** 20));
    expect(finding?.severity).toBe("warning");
    expect(finding?.evidence).toBe("predicted 9.00 MiB of parameters");
  });
});

describe("the Edge TPU runtime of old cameras", () => {
  const codes = (axisOs: string | undefined) =>
    check(model([convolution(image(), 8)]), artpec7, { axisOs }).findings.map(({ code }) => code);

  it("needs a flag of the compiler before AXIS OS 10.8", () => {
    expect(codes("10.6")).toContain("AX-OP-703");
  });

  it.each(["10.8", "10.12.1", "11.11", undefined])("is no matter for AXIS OS %s", (axisOs) => {
    expect(codes(axisOs)).not.toContain("AX-OP-703");
  });
});
