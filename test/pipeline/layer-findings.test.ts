import { expect, test } from "vitest";
import type { WorstLayer } from "../../src/result/layer-errors.ts";
import { layerFindings } from "../../src/pipeline/verify/layer-findings.ts";
import { sampleLayers } from "../report/sample-layers.ts";

test("names the worst layer with its own loss, the numbers of its cause, and what helps", () => {
  const [finding] = layerFindings(sampleLayers());
  expect(finding).toMatchObject({
    code: "DLPU-VAL-004",
    severity: "warning",
    subject: { operator: 1, name: "spread" },
    evidence:
      "most is lost by #1 DEPTHWISE_CONV_2D (16.3 dB): one scale for weights up to 27.1 in channel 7 and 0.671 in the median one",
  });
  expect(finding?.remedy).toMatch(/int8-per-channel.*quantization.effort: best.*QAT/);
});

test("names three layers at most, and each remedy once", () => {
  const [worst] = sampleLayers().worst;
  const many = [1, 2, 3, 4, 5].flatMap((operator) => (worst ? [{ ...worst, operator }] : []));
  const [finding] = layerFindings({ ...sampleLayers(), worst: many });
  expect(finding?.evidence.match(/#\d/g)).toEqual(["#1", "#2", "#3"]);
  expect(finding?.remedy.match(/int8-per-channel/g)).toHaveLength(1);
});

test("blames no layer where none loses much", () => {
  const layers = sampleLayers().layers.filter(({ operator }) => operator !== 1);
  const [finding] = layerFindings({ ...sampleLayers(), layers, worst: [] });
  expect(finding?.evidence).toBe(
    "no layer loses much by itself, the worst keeps 38.7 dB: the error adds up over 2 operators",
  );
});

test("says nothing of a file whose layers were not compared", () => {
  expect(layerFindings(null)).toEqual([]);
});

test.each([
  ["saturation", "CONV_2D", "40 % of the values are beyond its range", "more pictures"],
  ["activation range", "CONV_2D", "99.8 % of the values in 0 to 2.99", "ReLU6"],
  ["activation range", "LOGISTIC", "99.8 % of the values in 0 to 2.99", "end the model before it"],
  ["weight rounding", "CONV_2D", "eight bits", "QAT"],
  ["input range", "CONV_2D", "quiet channels", "effort: best"],
] as const)("explains %s of %s and what to do", (cause, kind, evidence, remedy) => {
  const changes = { cause, kind, saturation: 0.4 };
  const worst = sampleLayers().worst.map((layer): WorstLayer => ({ ...layer, ...changes }));
  const [finding] = layerFindings({ ...sampleLayers(), worst });
  expect(finding?.evidence).toContain(evidence);
  expect(finding?.remedy).toContain(remedy);
});
