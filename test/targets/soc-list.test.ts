import { describe, expect, it } from "vitest";
import { UserError } from "../../src/errors.ts";
import { parseSocList } from "../../src/targets/parse-soc-list.ts";

describe("a list of socs", () => {
  it("names each soc once, in the order given, with its AXIS OS", () => {
    expect(parseSocList("artpec-9@12.11, cpu artpec-9@12.11")).toEqual([
      { soc: "artpec-9", axisOs: "12.11" },
      { soc: "cpu", axisOs: undefined },
    ]);
  });

  it("takes all for every soc", () => {
    expect(parseSocList("all").map(({ soc }) => soc)).toEqual([
      ...["cpu", "artpec-7", "artpec-8", "artpec-9", "cv25", "cv75"],
    ]);
  });

  it("names products, whose names have spaces", () => {
    const list = "AXIS P1465-LE@12.11, cpu axis q1615 mk iii\nQ1656-LE Q1728";
    const choices = parseSocList(list);
    expect(
      choices.map(({ soc, axisOs, devices = [] }) => [
        soc,
        axisOs,
        devices.map(({ product }) => product).join(),
      ]),
    ).toEqual([
      ["artpec-8", undefined, "P1465-LE,Q1656-LE"],
      ["cpu", undefined, ""],
      ["artpec-7", undefined, "Q1615 Mk III"],
      ["artpec-9", undefined, "Q1728"],
    ]);
  });

  it("keeps a product's AXIS OS, with spaces around the @ or without", () => {
    expect(parseSocList("AXIS P1465-LE @ 12.11")).toMatchObject([
      { soc: "artpec-8", axisOs: "12.11", devices: [{ product: "P1465-LE" }] },
    ]);
  });

  it("takes a misspelt soc for a soc and a misspelt product for a product", () => {
    expect(remedyOf("cv26")).toContain("Did you mean cv25?");
    expect(remedyOf("artpec8 artpec-9")).toContain("Did you mean artpec-8?");
    expect(remedyOf("AXIS P1466-LE")).toContain("Did you mean P1465-LE?");
  });

  it("suggests the nearest name for a misspelt one", () => {
    expect(remedyOf("artpek-8")).toContain("Did you mean artpec-8?");
    expect(remedyOf("toaster")).not.toContain("Did you mean");
  });

  it.each(["", "artpec-8@", "artpec-8@new", "artpec-8@12@13"])("refuses %j", (list) => {
    expect(() => parseSocList(list)).toThrow(UserError);
  });
});

function remedyOf(list: string): string {
  try {
    parseSocList(list);
  } catch (error) {
    if (error instanceof UserError) return error.remedy;
  }
  throw new Error(`${list} was accepted`);
}
