import { describe, expect, test } from "vitest";
import { cutFindings, replacedOutputs } from "../../src/pipeline/import/replaced-output.ts";
import { constant, float, graphOf, operator } from "../graph-builder.ts";

const [image, head, boxes, scores] = ["image", "head", "boxes", "scores"].map((n) => float(n, [1]));
const [scaled, joined, mask] = ["scaled", "joined", "mask"].map((name) => float(name, [1]));
if (image === undefined || joined === undefined || mask === undefined) throw new Error("a tensor");

const graph = graphOf(
  [
    operator("CONV_2D", [image], [head]),
    operator("SPLIT", [head], [boxes, scores]),
    operator("MUL", [boxes, constant("stride", [1])], [scaled]),
    operator("CONCATENATION", [scaled, scores], [joined], {
      options: { kind: "Concatenation", fusedActivation: "NONE", axis: 1 },
    }),
    operator("CONV_2D", [head], [mask]),
  ],
  { inputs: [image], outputs: [joined, mask] },
);

describe("what a cut leaves to the application", () => {
  test("is joined again from parts of a layer's channels", () => {
    expect(replacedOutputs(graph, ["joined", "mask[0:1]", "mask[1:3]"])).toEqual([
      {
        name: "mask",
        from: ["mask[0:1]", "mask[1:3]"],
        operators: ["CONCATENATION(axis 0)"],
        missing: [],
      },
    ]);
  });

  test("is computed from the new outputs, in the source's order, constants apart", () => {
    expect(replacedOutputs(graph, ["boxes", "scores", "mask"])).toEqual([
      {
        name: "joined",
        from: ["boxes", "scores"],
        operators: ["MUL", "CONCATENATION(axis 1)"],
        missing: [],
      },
    ]);
  });

  test("is nothing where the outputs stay", () => {
    expect(replacedOutputs(graph, ["joined", "mask"])).toEqual([]);
    expect(cutFindings([])).toEqual([]);
  });

  test("is lost with the nearest tensor that the cut leaves out", () => {
    const [replaced] = replacedOutputs(graph, ["scaled", "mask"]);
    expect(replaced?.missing).toEqual(["scores"]);
    expect(cutFindings(replaced === undefined ? [] : [replaced])).toMatchObject([
      { severity: "warning", evidence: 'the model is cut: "joined" is lost without "scores"' },
    ]);
  });

  test("is an output of its own where the cut forgets it", () => {
    const replaced = replacedOutputs(graph, ["joined"]);
    expect(cutFindings(replaced)[0]?.evidence).toBe('the model is cut: "mask" is left out');
  });
});
