import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { loadGraph } from "../../src/io/model-file.ts";
import type { Contract } from "../../src/result/contract.ts";
import type { BuildResult, Result } from "../../src/result/result.ts";
import { targetOf } from "../../src/targets/catalogue.ts";
import { corePython, useFixtures } from "../worker/support.ts";
import { runDlpu } from "./run-dlpu.ts";

describe.skipIf(!corePython)("legalizing a build (skipped without DLPU_PYTHON_CORE)", () => {
  const folder = useFixtures(corePython, "integer_models.py");
  let result: Result;
  beforeAll(async () => {
    const names = [
      ...["plain", "grouped", "float_edges", "amplified_average", "exponential"],
      ...["best_class", "tiled", "computed_size", "two_functions", "branching"],
    ];
    const models = names.flatMap((name) => ["--models", `${name}.tflite`]);
    await runDlpu(
      ["build", ...models, "--soc", "artpec-7@10.6,artpec-8,artpec-9", "--out", "out"],
      folder,
    );
    // Written by the program under test; the schema test reads it as untrusted.
    result = JSON.parse(await readFile(join(folder, "out/result.json"), "utf8")) as Result;
  }, 300_000);

  test("a rewritten file ships, and no longer breaks what called for the rewrite", async () => {
    const build = find("grouped", "artpec-7");
    expect(build.rewrites.map(({ name, cured }) => [name, cured])).toEqual([
      ["split-groups", ["A7-FILE-004"]],
    ]);
    const shipped = await loadGraph(join(folder, "out/artpec-7/grouped/model.tflite"));
    const { findings } = check(shipped, targetOf("artpec-7"), { axisOs: "10.6" });
    const codes = [...findings, ...build.findings].map(({ code }) => code);
    expect(codes).not.toContain("A7-FILE-004");
    expect(codes).not.toContain("A7-FILE-001");
    expect(build.operators.map(({ name }) => name)).toEqual([
      ...["SPLIT", "CONV_2D", "CONV_2D", "CONCATENATION"],
    ]);
  });

  test("a file that fits its target ships byte by byte as it was given", async () => {
    const given = await readFile(join(folder, "plain.tflite"));
    for (const soc of ["artpec-7", "artpec-9"] as const) {
      const shipped = await readFile(join(folder, "out", soc, "plain/model.tflite"));
      expect(shipped.equals(given)).toBe(true);
      expect(find("plain", soc).rewrites).toEqual([]);
      expect(find("plain", soc).steps.map(({ name }) => name)).not.toContain("legalize");
    }
  });

  test("float inputs and outputs become bytes in the contract", async () => {
    for (const soc of ["artpec-7", "artpec-8", "artpec-9"] as const) {
      const path = join(folder, "out", soc, "float_edges/contract.json");
      const { inputs, outputs } = JSON.parse(await readFile(path, "utf8")) as Contract;
      expect([...inputs, ...outputs].map(({ dtype }) => dtype)).toEqual(["uint8", "uint8"]);
      expect(inputs[0]?.quantization?.zeroPoint).toBe(128);
      const codes = find("float_edges", soc).findings.map(({ code }) => code);
      expect(codes).not.toContain("AX-IO-006");
    }
  });

  test("a rewrite that its proof refuses is left out, and the step says so", () => {
    const build = find("amplified_average", "artpec-9");
    expect(build.rewrites).toEqual([]);
    const step = build.steps.find(({ name }) => name === "legalize");
    expect(step?.detail).toEqual([
      expect.stringMatching(/^average-as-depthwise left out: outputs differ by 60 /),
    ]);
    expect(build.operators.map(({ name }) => name)).toEqual(["AVERAGE_POOL_2D", "CONV_2D"]);
  });

  test("versions go down to the runtime of the AXIS OS asked for", () => {
    const { rewrites, findings } = find("exponential", "artpec-7");
    expect(rewrites.map(({ name }) => name)).toEqual(["float-form"]);
    expect(findings.map(({ code }) => code)).not.toContain("AX-OP-003");
  });

  test.each([
    ["best_class", "narrow-indices", "AX-OP-809"],
    ["tiled", "tile-as-concatenation", "AX-OP-803"],
    ["computed_size", "fixed-shapes", "A8-RESIZE-001"],
    ["two_functions", "first-subgraph", "AX-FMT-008"],
  ])("all of %s runs on ARTPEC-8 after %s", (model, name, cured) => {
    const { rewrites, operators, findings } = find(model, "artpec-8");
    expect(rewrites).toMatchObject([{ name, cured: [cured] }]);
    expect(operators.map(({ placement }) => placement)).not.toContain("cpu");
    expect(findings.map(({ code }) => code)).not.toContain(cured);
  });

  test("indices that were narrowed are int32 in the contract", () => {
    expect(find("best_class", "artpec-8").contract?.outputs[0]?.dtype).toBe("int32");
    expect(find("best_class", "artpec-9").contract?.outputs[0]?.dtype).toBe("int64");
  });

  test("a file that calls its other subgraphs keeps them, and the step says why nothing was done", () => {
    const { rewrites, steps } = find("branching", "artpec-8");
    expect(rewrites).toEqual([]);
    const step = steps.find(({ name }) => name === "legalize");
    expect(step?.detail).toContain(
      "fold-padding left out: the file has 2 subgraphs, and only files with one are rewritten",
    );
  });

  function find(name: string, soc: string): BuildResult {
    const build = result.builds.find((one) => one.name === name && one.soc === soc);
    if (build === undefined) throw new Error(`no build of ${name} for ${soc}`);
    return build;
  }
});
