import { describe, expect, it } from "vitest";
import {
  type OperatorConstraint,
  type OperatorTable,
  placeByTable,
  rulesOfTable,
} from "../../src/check/operator-table.ts";
import { graphOf, operator, singleOperator, tensor } from "../graph-builder.ts";

function constraint(code: string, violated: OperatorConstraint["violated"]): OperatorConstraint {
  return { code, condition: "c", why: "w", remedy: "r", source: "s", violated };
}

const NARROW = constraint("T-ALL-001", ({ outputs: [output] }) =>
  output?.shape?.[1] === 1 ? "1 wide" : undefined,
);
const NO_BETA = constraint("T-SOFTMAX-001", ({ version }) =>
  version === 2 ? "version 2" : undefined,
);

const TABLE: OperatorTable = {
  general: [NARROW],
  byName: new Map([
    ["ADD", []],
    ["SOFTMAX", [NO_BETA]],
  ]),
  unlisted: { code: "T-LIST-001", condition: "c", why: "w", remedy: "r", source: "s" },
};

const wide = tensor("wide", [1, 8]);
const narrow = tensor("narrow", [1, 1]);

describe("placement by an operator table", () => {
  it("puts an operator that breaks nothing on the DLPU", () => {
    expect(placeByTable(singleOperator(operator("ADD", [wide], [wide])), TABLE)).toEqual([
      { index: 0, name: "ADD", placement: "dlpu", reasons: [] },
    ]);
  });

  it("names every constraint that an operator breaks, general ones first", () => {
    const graph = singleOperator(operator("SOFTMAX", [wide], [narrow], { version: 2 }));
    expect(placeByTable(graph, TABLE)).toEqual([
      { index: 0, name: "SOFTMAX", placement: "cpu", reasons: ["T-ALL-001", "T-SOFTMAX-001"] },
    ]);
  });

  it("puts an operator that the table lacks on the CPU", () => {
    expect(placeByTable(singleOperator(operator("TILE", [wide], [wide])), TABLE)).toEqual([
      { index: 0, name: "TILE", placement: "cpu", reasons: ["T-LIST-001"] },
    ]);
  });

  it.each([
    ["an operator code newer than dlpu", operator("UNKNOWN(300)", [wide], [wide])],
    ["an operator version newer than dlpu", operator("ADD", [wide], [wide], { version: 99 })],
    [
      "an option value newer than dlpu",
      operator("ADD", [wide], [wide], {
        options: { kind: "Add", fusedActivation: "UNKNOWN", potScaleInt16: false },
      }),
    ],
    [
      "an element type newer than dlpu",
      operator("ADD", [tensor("odd", [1, 8], { dtype: "unknown" })], [wide]),
    ],
  ])("puts %s on the CPU as unknown", (_, one) => {
    expect(placeByTable(singleOperator(one), TABLE)).toMatchObject([
      { placement: "cpu", reasons: ["AX-OP-004"] },
    ]);
  });
});

describe("rules of an operator table", () => {
  it("gives one finding a constraint, naming five operators and counting the rest", () => {
    const operators = Array.from({ length: 7 }, () => operator("ADD", [wide], [narrow]));
    const graph = graphOf(operators, { inputs: [wide], outputs: [narrow] });
    const [general] = rulesOfTable(TABLE).filter(({ code }) => code === "T-ALL-001");
    expect(general?.find(graph, { axisOs: undefined })).toEqual([
      {
        subject: { operator: 0, name: "ADD" },
        evidence:
          '#0 ADD "narrow": 1 wide; #1 ADD "narrow": 1 wide; #2 ADD "narrow": 1 wide; ' +
          '#3 ADD "narrow": 1 wide; #4 ADD "narrow": 1 wide; and 2 more',
      },
    ]);
  });

  it("has a rule for each constraint and one for unlisted operators", () => {
    expect(rulesOfTable(TABLE).map(({ code }) => code)).toEqual([
      "T-LIST-001",
      "T-ALL-001",
      "T-SOFTMAX-001",
    ]);
  });

  it("shortens names of any length", () => {
    const long = tensor("n".repeat(100_000), [1, 1]);
    const graph = singleOperator(operator("ADD", [wide], [long]));
    const [violation] = rulesOfTable(TABLE).flatMap((rule) =>
      rule.find(graph, { axisOs: undefined }),
    );
    expect(violation?.evidence.length).toBeLessThan(100);
  });
});
