import type { Finding } from "../../src/result/finding.ts";
import type { BuildResult } from "../../src/result/result.ts";
import type { Report } from "../../src/report/report.ts";
import { sampleResult } from "./sample-result.ts";

/** A report about some builds; tests change what they are about. */
export function sampleReport(
  builds: readonly BuildResult[],
  changes: Partial<Report> = {},
): Report {
  return {
    result: sampleResult(...builds),
    missing: [],
    baseline: { kind: "none", reason: "none was named." },
    history: [],
    artifacts: [],
    run: { url: "https://github.com/acme/cameras/actions/runs/1", commit: "1".repeat(40) },
    ...changes,
  };
}

/** A finding that no rule of the catalogue makes. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    code: "TEST-001",
    severity: "warning",
    subject: {},
    evidence: "12 CONV_2D have one scale a channel.",
    remedy: "Quantize per tensor.",
    source: "https://example.com/rule",
    ...changes,
  };
}
