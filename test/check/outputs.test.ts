import { describe, expect, it } from "vitest";
import type { OperatorPlacement } from "../../src/result/placement.ts";
import { planCut } from "../../src/check/plan-cut.ts";
import { decodeTailOnCpu, mixedOutputs } from "../../src/check/rules/outputs.ts";
import type { Graph, Tensor } from "../../src/graph/graph.ts";
import { graphOf, operator, scaled, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 384, 640, 3]);

/** An int8 tensor whose 256 steps reach from about 0 to `top`. */
function upTo(name: string, top: number): Tensor {
  return tensor(name, [1, 4, 100], { dtype: "int8", quantization: scaled(top / 255, -128) });
}

/** Boxes beside the sigmoid of scores, joined; `boxTop` is the largest coordinate. */
function detector(boxTop: number, { before = 1, after = [] as readonly string[] } = {}): Graph {
  const boxes = upTo("boxes", boxTop);
  const [raw, scores] = [upTo("raw", 8), upTo("scores", before)];
  const [copy, joined] = [upTo("scores_copy", boxTop), upTo("joined", boxTop)];
  const last = after.map((name) => ({ name, result: upTo(name, boxTop) }));
  return graphOf(
    [
      operator("CONV_2D", [image], [boxes]),
      operator("CONV_2D", [image], [raw]),
      operator("LOGISTIC", [raw], [scores]),
      operator("QUANTIZE", [scores], [copy]),
      operator("CONCATENATION", [boxes, copy], [joined]),
      ...last.map(({ name, result }, index) =>
        operator(name, [last[index - 1]?.result ?? joined], [result]),
      ),
    ],
    { inputs: [image], outputs: [last.at(-1)?.result ?? joined] },
  );
}

function onCpu(...names: readonly string[]) {
  return ({ subgraphs }: Graph): readonly OperatorPlacement[] =>
    (subgraphs[0]?.operators ?? []).map(({ index, name }) => ({
      index,
      name,
      placement: names.includes(name) ? "cpu" : "dlpu",
      reasons: [],
    }));
}

/** As a compiler that refuses the whole file for one operator in it. */
function refusedFor(name: string) {
  return (graph: Graph): readonly OperatorPlacement[] => {
    const operators = graph.subgraphs[0]?.operators ?? [];
    const isRefused = operators.some((one) => one.name === name);
    return onCpu(...(isRefused ? operators.map((one) => one.name) : []))(graph);
  };
}

describe("an output that joins boxes in pixels and scores", () => {
  it("is an error, with the ranges and the step that they share", () => {
    expect(say(mixedOutputs, detector(640))).toEqual([
      'error: "joined" joins "boxes" 0…640; "scores" 0…1, under one step of 2.51: "scores" has 0.398 of its 256 steps',
    ]);
  });

  it("is cut into its parts by the remedy, in the order of the join and before their copies", () => {
    const [violation] = mixedOutputs.find(detector(640), { axisOs: undefined });
    expect(violation?.remedy).toContain('`cut: ["boxes", "scores"]`');
  });

  it("is seen through reshapes, transposes and conversions", () => {
    const graph = detector(640, { after: ["RESHAPE", "TRANSPOSE", "QUANTIZE"] });
    const [violation] = mixedOutputs.find(graph, { axisOs: undefined });
    expect(violation?.remedy).toContain('`cut: ["boxes", "scores"]`');
  });

  it("is a warning where some precision is left", () => {
    expect(say(mixedOutputs, detector(32))[0]).toMatch(/^warning: .* has 7\.97 of its 256 steps$/);
  });

  it("is fine where the boxes are normalized", () => {
    expect(say(mixedOutputs, detector(1.2))).toEqual([]);
  });

  it("is fine in float", () => {
    const [boxes, scores, joined] = ["a", "b", "c"].map((name) =>
      tensor(name, [1, 4, 100], { dtype: "float32", quantization: scaled(1, 0) }),
    );
    const graph = graphOf([operator("CONCATENATION", [boxes, scores], [joined])], {
      inputs: [image],
      outputs: joined === undefined ? [] : [joined],
    });
    const ranges = new Map([
      ["a", { min: 0, max: 640 }],
      ["b", { min: 0, max: 1 }],
    ]);
    expect(say(mixedOutputs, graph, { axisOs: undefined, ranges })).toEqual([]);
  });
});

describe("measured ranges", () => {
  const [boxes, angles, joined] = [upTo("boxes", 640), upTo("angles", 640), upTo("joined", 640)];
  const graph = graphOf(
    [
      operator("CONV_2D", [image], [boxes]),
      operator("CONV_2D", [image], [angles]),
      operator("CONCATENATION", [boxes, angles], [joined]),
    ],
    { inputs: [image], outputs: [joined] },
  );

  it("tell of a part that was quantized at the join's scale from the start", () => {
    const ranges = new Map([
      ["boxes", { min: -2, max: 630 }],
      ["angles", { min: -1.5, max: 1.5 }],
    ]);
    expect(say(mixedOutputs, graph)).toEqual([]);
    expect(say(mixedOutputs, graph, { axisOs: undefined, ranges })).toEqual([
      'error: "joined" joins "boxes" -2…630; "angles" -1.5…1.5, under one step of 2.51: "angles" has 1.2 of its 256 steps',
    ]);
  });

  it("say nothing of a part that never changed", () => {
    const ranges = new Map([["angles", { min: 0, max: 0 }]]);
    expect(say(mixedOutputs, graph, { axisOs: undefined, ranges })).toEqual([]);
  });

  it("do not make a mixture of scores of which some never rose", () => {
    const ranges = new Map([
      ["boxes", { min: 0, max: 1 }],
      ["scores", { min: 0, max: 0.001 }],
    ]);
    expect(say(mixedOutputs, detector(1), { axisOs: undefined, ranges })).toEqual([]);
  });
});

it("splits joins of joins only as far as they mix ranges", () => {
  const names = ["near_xy", "near_score", "far_xy", "far_score"];
  const [nearXy, nearScore, farXy, farScore] = names.map((name) =>
    upTo(name, name.endsWith("xy") ? 640 : 1),
  );
  const [near, far, all] = [upTo("near", 640), upTo("far", 640), upTo("all", 640)];
  const labels = upTo("labels", 1);
  const [one, two] = [upTo("one", 1), upTo("two", 1)];
  const graph = graphOf(
    [
      operator("CONCATENATION", [nearXy, nearScore], [near]),
      operator("CONCATENATION", [farXy, farScore], [far]),
      operator("CONCATENATION", [one, two], [labels]),
      operator("CONCATENATION", [near, far, labels], [all]),
    ],
    { inputs: [image], outputs: [all, two] },
  );
  const [violation] = mixedOutputs.find(graph, { axisOs: undefined });
  const cut = '`cut: ["near_xy", "near_score", "far_xy", "far_score", "labels", "two"]`';
  expect(violation?.remedy).toContain(cut);
});

describe("a decode tail", () => {
  const [head, boxes, scores] = [upTo("head", 6), upTo("boxes", 9), upTo("scores", 1)];
  const [grown, moved, all] = [upTo("grown", 9), upTo("moved", 9), upTo("all", 9)];
  const graph = graphOf(
    [
      operator("CONV_2D", [image], [head]),
      operator("SPLIT", [head], [boxes, scores]),
      operator("EXP", [boxes], [grown]),
      operator("ADD", [grown, grown], [moved]),
      operator("CONCATENATION", [moved, scores], [all]),
    ],
    { inputs: [image], outputs: [all] },
  );

  it("is cut before the first operator that the DLPU does not take, with all that follows", () => {
    const rule = decodeTailOnCpu(onCpu("EXP"));
    expect(say(rule, graph)).toEqual([
      'info: 3 operators, from #2 EXP "grown" on, could be left to the application: EXP ×1, ADD ×1, CONCATENATION ×1; 2 → 1 segment; input has 246 kilopixels',
    ]);
    const [violation] = rule.find(graph, { axisOs: undefined });
    expect(violation?.remedy).toContain('`cut: ["boxes", "scores"]`');
  });

  it("is cut before the one operator for which a compiler refuses the file", () => {
    const plan = planCut(graph, refusedFor("EXP"), new Map());
    expect(plan?.at).toEqual(["boxes", "scores"]);
    expect(plan?.tail?.removed.map(({ name }) => name)).toEqual(["EXP", "ADD", "CONCATENATION"]);
  });

  it("stays where the DLPU takes it, where it is short, and where nothing runs on the DLPU", () => {
    expect(say(decodeTailOnCpu(onCpu()), graph)).toEqual([]);
    expect(say(decodeTailOnCpu(onCpu("ADD")), graph)).toEqual([]);
    const everything = ["CONV_2D", "SPLIT", "EXP", "ADD", "CONCATENATION"];
    expect(say(decodeTailOnCpu(onCpu(...everything)), graph)).toEqual([]);
  });
});

it("plans one cut for a tail and for the mixed output that is left without it", () => {
  const graph = detector(640, { after: ["FLOOR", "EXP", "SIN"] });
  const plan = planCut(graph, onCpu("FLOOR", "EXP", "SIN"), new Map());
  expect(plan?.at).toEqual(["boxes", "scores"]);
  expect(planCut(detector(1.2), onCpu(), new Map())).toBeUndefined();
});
