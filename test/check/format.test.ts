import { describe, expect, it } from "vitest";
import {
  compiledForEdgeTpu,
  customOperator,
  detectionPostprocess,
  notCompiledForEdgeTpu,
} from "../../src/check/rules/format.ts";
import { operator, singleOperator, tensor } from "../graph-builder.ts";
import { say } from "./rule-result.ts";

const image = tensor("image", [1, 8, 8, 3]);
const result = tensor("result", [1, 8]);

function customGraph(customName: string) {
  return singleOperator(operator("CUSTOM", [image], [result], { customName }));
}

const plain = singleOperator(operator("CONV_2D", [image], [result]));
const compiled = customGraph("edgetpu-custom-op");
const detector = customGraph("TFLite_Detection_PostProcess");
const flex = customGraph("FlexErf");

describe("format", () => {
  it("refuses a file compiled for the Edge TPU elsewhere", () => {
    expect(say(compiledForEdgeTpu, compiled)).toEqual([
      'error: #0 CUSTOM("edgetpu-custom-op") "result"',
    ]);
    expect(say(compiledForEdgeTpu, plain)).toEqual([]);
  });

  it("says that a plain file still has to be compiled for the Edge TPU", () => {
    expect(say(notCompiledForEdgeTpu, plain)).toEqual(["info: no edgetpu-custom-op in the file"]);
    expect(say(notCompiledForEdgeTpu, compiled)).toEqual([]);
  });

  it("leaves it to a build to say whether it compiled its file", () => {
    const context = { axisOs: undefined, goesToCompiler: true };
    expect(say(notCompiledForEdgeTpu, plain, context)).toEqual([]);
  });

  it("refuses custom and TensorFlow operators but not those that larod has", () => {
    expect(say(customOperator, flex)).toEqual(['error: #0 CUSTOM("FlexErf") "result"']);
    expect([detector, compiled, plain].flatMap((graph) => say(customOperator, graph))).toEqual([]);
  });

  it("warns of detection post-processing, as Axis' own models have it", () => {
    expect(say(detectionPostprocess, detector)).toEqual([
      'warning: #0 CUSTOM("TFLite_Detection_PostProcess") "result"',
    ]);
    expect(say(detectionPostprocess, flex)).toEqual([]);
  });
});
