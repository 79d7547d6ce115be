import { describe, expect, it } from "vitest";
import { renderRulesDoc } from "../../src/report/docs/rules-doc.ts";
import { renderTargetDoc } from "../../src/report/docs/target-doc.ts";
import { TARGETS } from "../../src/targets/catalogue.ts";
import { MEASUREMENTS } from "../../src/targets/model-zoo.ts";

const targets = TARGETS;
const rules = targets.flatMap((target) => target.rules);

describe("rules", () => {
  it("say the same under one code for every soc, apart from their severity", () => {
    const texts = new Map(
      rules.map(({ code, condition, why, remedy, source }) => [
        JSON.stringify([condition, why, remedy, source]),
        code,
      ]),
    );
    expect([...texts.values()].sort()).toEqual([...new Set(rules.map(({ code }) => code))].sort());
  });

  it("are listed once for a soc", () => {
    for (const target of targets) {
      const codes = target.rules.map(({ code }) => code);
      expect(codes.filter((code, position) => codes.indexOf(code) !== position)).toEqual([]);
    }
  });

  it("have every word that a reader needs, and a source with the day it was read", () => {
    for (const { code, condition, why, remedy, source } of rules) {
      expect(
        [condition, why, remedy].every((text) => text.length > 8),
        code,
      ).toBe(true);
      expect(source, code).toMatch(/\d{4}-\d{2}-\d{2}/);
    }
  });
});

describe("the generated pages", () => {
  it("document every rule of every soc", () => {
    const page = renderRulesDoc(targets);
    for (const { code } of rules) expect(page).toContain(`## ${code}\n`);
  });

  it("show each soc's larod device, and the measurements on that soc alone", () => {
    for (const target of targets) {
      const page = renderTargetDoc(target);
      expect(page).toContain(`\`${target.application.larodDevice}\``);
      const shown = MEASUREMENTS.filter(({ model, camera, latencyMs }) =>
        page
          .split("\n")
          .some(
            (line) =>
              line.startsWith(`| ${model} | ${camera} |`) && line.includes(` ${latencyMs} |`),
          ),
      );
      expect(shown).toEqual(MEASUREMENTS.filter(({ soc }) => soc === target.soc));
    }
  });

  it("link every operator's constraints to the rules", () => {
    for (const target of targets) {
      const codes = [...(target.operatorTable?.byName.values() ?? [])]
        .flat()
        .map(({ code }) => code);
      const page = renderTargetDoc(target);
      for (const code of codes) expect(page).toContain(`(../rules.md#${code.toLowerCase()})`);
    }
  });
});
