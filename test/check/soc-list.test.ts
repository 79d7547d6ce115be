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
