import type { Finding } from "../../src/result/finding.ts";
import type { OperatorPlacement } from "../../src/result/placement.ts";
import type { CheckReport } from "../../src/report/check-report.ts";

/** A finding with the words of no real rule, so that renderers are judged apart from rules. */
function finding(code: string, severity: Finding["severity"], evidence: string): Finding {
  return {
    code,
    severity,
    subject: { operator: 1, name: "STRIDED_SLICE" },
    evidence,
    remedy:
      "Do it differently, which takes more than one line of a terminal that is eighty columns wide.",
    source: "https://example.com/rules (read 2026-11-22)",
  };
}

function placed(placements: string): readonly OperatorPlacement[] {
  const names = ["CONV_2D", "STRIDED_SLICE", "UNIDIRECTIONAL_SEQUENCE_LSTM"];
  return names.map((name, index) => {
    const isOnDlpu = placements[index] === "d";
    const reasons = isOnDlpu ? [] : ["T-SLICE-001"];
    return { index, name, placement: isOnDlpu ? "dlpu" : "cpu", reasons };
  });
}

const shared = finding("AX-IO-005", "warning", '"one": 1×8×8×3 uint8; "two": 1×4 uint8');
const refused = finding("AX-FMT-004", "error", '#1 CUSTOM("FlexErf") "erf"');
const advice = finding("AX-CV-007", "info", "placement of 3 operators not known");

/** Two models: one that two socs place differently and one whose names want to harm a terminal. */
export const SAMPLE_REPORT: CheckReport = {
  models: [
    {
      path: "models/detector.tflite",
      sha256: "ab".repeat(32),
      operators: [
        { index: 0, name: "CONV_2D", outputShape: "1×112×112×32" },
        { index: 1, name: "STRIDED_SLICE", outputShape: "1×100×100×100×1000" },
        { index: 2, name: "UNIDIRECTIONAL_SEQUENCE_LSTM", outputShape: "scalar" },
      ],
      results: [
        {
          soc: "artpec-8",
          findings: [shared],
          operators: placed("dcd"),
          segments: 2,
          verdict: "warned",
        },
        {
          ...{ soc: "artpec-9", findings: [refused, shared], operators: placed("dcc") },
          ...{ segments: 1, verdict: "failed" },
        },
        { soc: "cv25", findings: [advice], operators: [], segments: undefined, verdict: "passed" },
      ],
    },
    {
      path: "models/\u001b[31mred\u001b[0m 50% öl.tflite",
      sha256: undefined,
      operators: [{ index: 0, name: "\u001b]0;owned\u0007\nADD", outputShape: "1×8" }],
      results: [
        {
          soc: "artpec-8",
          findings: [finding("AX-FMT-004", "error", '#0 ADD "\u202egnp.exe\r\n::error::x"')],
          operators: [{ index: 0, name: "ADD", placement: "cpu", reasons: ["AX-OP-004"] }],
          segments: 0,
          verdict: "failed",
        },
      ],
    },
  ],
};
