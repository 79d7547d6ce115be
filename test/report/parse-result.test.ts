import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { assert, json, property, string } from "fast-check";
import { expect, test } from "vitest";
import { renderResultSchema } from "../../scripts/make-schema.ts";
import { UserError } from "../../src/errors.ts";
import { parseResult } from "../../src/report/schema/parse-result.ts";
import { sampleFinding } from "./sample-report.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

const result = sampleResult(
  sampleBuild({ findings: [sampleFinding({ subject: { operator: 3, name: "conv" } })] }),
  sampleBuild({ soc: "cv25", fidelity: null, contract: null, segments: null, files: [] }),
  sampleBuild({ soc: "artpec-9", layers: null, layersNote: "out of memory" }),
);

test("what a build writes is read back as it was", () => {
  expect(parseResult(JSON.stringify(result), "result.json")).toEqual(result);
});

test("a file of an artifact never lies outside of its folder", () => {
  for (const path of ["../x", "/etc/passwd", "a/../../x", "a\\..\\x", "./x", "a/./b", ""]) {
    const files = [{ path, sizeBytes: 1, sha256: "b".repeat(64) }];
    const text = JSON.stringify(sampleResult(sampleBuild({ files })));
    expect(() => parseResult(text, "result.json")).toThrow(/builds\.0\.files\.0\.path/);
  }
});

test("a field that the schema does not know is refused", () => {
  const text = JSON.stringify({ ...result, html: "<script>" });
  expect(() => parseResult(text, "result.json")).toThrow("unrecognized_keys");
});

test("whatever is read, the answer is a result or a user's error that quotes nothing of it", () => {
  const parse = (text: string): void => {
    try {
      parseResult(text, "result.json");
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  };
  assert(property(string(), parse));
  assert(property(json(), parse));
});

test("the published schema is the parser's", async () => {
  const path = join(import.meta.dirname, "..", "..", "schema", "result.schema.json");
  expect(await readFile(path, "utf8")).toBe(await renderResultSchema());
});
