import { expect, test } from "vitest";
import { planAnnotations } from "../../src/report/annotations.ts";
import { sampleFinding } from "./sample-report.ts";
import { sampleBuild } from "./sample-result.ts";

const locate = (model: string) => ({ file: model, line: undefined });

test("a finding of several builds is one annotation that names the socs", () => {
  const findings = [sampleFinding()];
  const builds = [sampleBuild({ findings }), sampleBuild({ soc: "artpec-9", findings })];
  expect(planAnnotations(builds, locate)).toEqual([
    {
      level: "warning",
      title: "TEST-001: models/digits.onnx for artpec-8, artpec-9",
      message: "12 CONV_2D have one scale a channel. Quantize per tensor.",
      file: "models/digits.onnx",
      line: undefined,
    },
  ]);
});

test("errors come before warnings, advice is left out, and each level leaves room for the step's own", () => {
  const many = (severity: "error" | "warning" | "info") =>
    Array.from({ length: 30 }, (_, index) =>
      sampleFinding({ severity, evidence: `${severity} ${index}` }),
    );
  const findings = [...many("info"), ...many("warning"), ...many("error")];
  const annotations = planAnnotations([sampleBuild({ findings })], locate);
  expect(annotations.map(({ level }) => level)).toEqual([
    ...Array.from({ length: 9 }, () => "error"),
    ...Array.from({ length: 9 }, () => "warning"),
  ]);
  expect(annotations[8]?.message).toBe("22 more errors are in the job summary.");
});
