import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCheck } from "../../src/commands/check.ts";
import { renderCheckTable } from "../../src/report/terminal/check-table.ts";
import { sharedData } from "../shared-data.ts";

const folder = join(sharedData ?? "", "models");
const models =
  sharedData === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(tflite|onnx|h5|bin)$/.test(name))
        .sort();

describe.skipIf(models.length === 0)("every model of the shared corpus", () => {
  it.each(models)(
    "%s gets a verdict, placement and one finding a rule for every soc",
    async (name) => {
      const { report } = await runCheck({ models: [join(folder, name)], socs: "all" });
      const [model] = report.models;
      expect(model?.results).toHaveLength(6);
      for (const { findings, operators, segments } of model?.results ?? []) {
        const codes = findings.map(({ code }) => code);
        expect(codes).toEqual([...new Set(codes)]);
        expect(operators).toHaveLength(segments === undefined ? 0 : (model?.operators.length ?? 0));
        expect(findings.every(({ evidence, remedy, source }) => evidence && remedy && source)).toBe(
          true,
        );
      }
      const lines = renderCheckTable(report, { colour: false }).split("\n").slice(1);
      expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    },
  );
});
