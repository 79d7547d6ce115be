import { Ajv } from "ajv";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { renderCheckJson } from "../../src/report/check-json.ts";
import { renderCheckTable } from "../../src/report/terminal/check-table.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { SAMPLE_REPORT } from "./sample-check-report.ts";

/** Control characters apart from line breaks, and characters that change the direction of text. */
// eslint-disable-next-line no-control-regex -- this is what must not be there
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe("the table of a check", () => {
  const table = renderCheckTable(SAMPLE_REPORT, { colour: false });

  it("looks as reviewed", async () => {
    await expect(table).toMatchFileSnapshot("../golden/check-table.txt");
  });

  it("keeps to 80 columns", () => {
    const longest = Math.max(...table.split("\n").map((line) => [...line].length));
    expect(longest).toBeLessThanOrEqual(80);
  });

  it("lets no name from a model control the terminal", () => {
    expect(table).not.toMatch(HARMFUL);
    expect(table).toContain("\\u{1b}[31mred");
    expect(table).not.toMatch(/^::error/m);
  });

  it("says once what holds for several socs", () => {
    expect(table.match(/AX-IO-005/g)).toHaveLength(1);
    expect(table).toContain("AX-IO-005  artpec-8, artpec-9");
  });

  it("differs on a terminal in nothing but colours", () => {
    const coloured = renderCheckTable(SAMPLE_REPORT, { colour: true });
    // eslint-disable-next-line no-control-regex -- the colours themselves
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(table);
    expect(coloured).not.toBe(table);
  });
});

describe("the JSON of a check", () => {
  const json = renderCheckJson(SAMPLE_REPORT);

  it("looks as reviewed", async () => {
    await expect(json).toMatchFileSnapshot("../golden/check.json");
  });

  it("has an entry for each model and soc, with null for what is not known", () => {
    const { schemaVersion, results } = JSON.parse(json) as {
      schemaVersion: number;
      results: { soc: string; sha256: string | null; segments: number | null }[];
    };
    expect(schemaVersion).toBe(1);
    expect(results.map(({ soc, segments }) => [soc, segments])).toEqual([
      ["artpec-8", 2],
      ["artpec-9", 1],
      ["cv25", null],
      ["artpec-8", 0],
    ]);
    expect(results.at(-1)?.sha256).toBeNull();
  });
});

describe("the SARIF of a check", () => {
  const sarif = renderSarif(SAMPLE_REPORT, "1.2.3");

  it("looks as reviewed", async () => {
    await expect(sarif).toMatchFileSnapshot("../golden/check.sarif");
  });

  const schemaPath = findSchema();
  it.skipIf(schemaPath === undefined)(
    "follows the schema of SARIF 2.1.0 (skipped where @microsoft/jest-sarif is not installed)",
    () => {
      // The file calls itself draft 4, which Ajv has not, but uses nothing that later drafts changed.
      const draft4 = JSON.parse(readFileSync(schemaPath ?? "", "utf8")) as object;
      const schema = Object.fromEntries(
        Object.entries(draft4).filter(([key]) => key !== "$schema" && key !== "id"),
      );
      const validate = new Ajv({
        strict: false,
        validateFormats: false,
        unicodeRegExp: false,
      }).compile(schema);
      expect(validate(JSON.parse(sarif)), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ version: "2.1.0", runs: [{ results: [{}] }] })).toBe(false);
    },
  );

  it("gives every finding one location, a rule with help, and a path that is a URI", () => {
    const { runs } = JSON.parse(sarif) as SarifLog;
    const [run] = runs;
    const ids = run?.tool.driver.rules.map(({ id }) => id);
    for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
      expect(ids?.[ruleIndex]).toBe(ruleId);
      expect(locations).toHaveLength(1);
    }
    expect(run?.tool.driver.rules.every(({ help }) => help.text !== "")).toBe(true);
    const uris = run?.results.map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(new Set(uris)).toEqual(
      new Set(["models/detector.tflite", "models/%1B%5B31mred%1B%5B0m%2050%25%20%C3%B6l.tflite"]),
    );
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly help: { readonly text: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

/** OASIS' schema, as Microsoft's test package carries it. */
function findSchema(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
    );
    return existsSync(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
