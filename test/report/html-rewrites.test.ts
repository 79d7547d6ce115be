import { expect, test } from "vitest";
import { renderHtmlReport } from "../../src/report/html/page/page.ts";
import { sampleBuild, sampleResult } from "./sample-result.ts";

test("a build's page lists each rewrite with what it cures and its proof", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild()));
  expect(page).toContain("grouped convolutions taken apart");
  expect(page).toContain("A9-CONV-002");
  expect(page).toContain("identical outputs on 8 samples and 4 random inputs, builtin kernels");
});

test("a rewrite that rounds otherwise says by how much, and what was allowed", () => {
  const bound = "1 quantization step, or 8 at 30 dB";
  const kernels = "builtin";
  const proof = {
    kernels,
    samples: 8,
    randomInputs: 4,
    maxSteps: 3,
    sqnrDb: 41.62,
    bound,
  } as const;
  const changed = Array.from({ length: 7 }, (_, index) => `MEAN "m${index}"`);
  const rewrite = { name: "average-as-depthwise", changed, cured: [], proof } as const;
  const page = renderHtmlReport(sampleResult(sampleBuild({ rewrites: [rewrite] })));
  expect(page).toContain("within 3 quantization steps, 41.6 dB on 8 samples");
  expect(page).toContain(`allowed: ${bound}`);
  expect(page).toContain("and 2 more");
});

test("a file that ships as it was made has no such section", () => {
  const page = renderHtmlReport(sampleResult(sampleBuild({ rewrites: [] })));
  expect(page).not.toContain("Rewrites");
});
