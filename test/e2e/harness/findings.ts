import type { Finding } from "../../../src/result/finding.ts";

/** A finding that no rule of the catalogue makes. */
export const finding: Finding = {
  code: "TEST-003",
  severity: "warning",
  subject: {},
  evidence: "3 of 5 weights have a scale for each channel.",
  remedy: "Quantize per tensor.",
  source: "https://developer.axis.com/",
};
