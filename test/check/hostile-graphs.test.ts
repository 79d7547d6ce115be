import { describe, expect, it } from "vitest";
import { check } from "../../src/check/check.ts";
import { TARGETS } from "../../src/targets/catalogue.ts";
import { graphOf, operator, tensor } from "../graph-builder.ts";

describe("a graph that no converter would write", () => {
  it("has its unknown operators on the CPU, whatever the soc", () => {
    const map = tensor("map", [1, 8, 8, 4]);
    const graph = graphOf([operator("UNKNOWN(300)", [map], [map])], {
      inputs: [map],
      outputs: [map],
    });
    for (const target of TARGETS) {
      const { operators, findings } = check(graph, target, { axisOs: undefined });
      if (target.place === undefined) continue;
      expect(
        operators.map(({ placement }) => placement),
        target.soc,
      ).toEqual(["cpu"]);
      expect(
        findings.map(({ code }) => code),
        target.soc,
      ).toContain("AX-OP-004");
    }
  });
});
