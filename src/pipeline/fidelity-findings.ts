import type { Finding, Severity } from "../check/finding.ts";
import type { Result as WorkerResult } from "../worker/protocol.ts";
import type { Emulated } from "./emulate.ts";
import type { Fidelity } from "./fidelity.ts";

/** Loss of top-1 accuracy that fails a build: one percentage point (dlpu's own budget; issue AX-VAL-001). */
const ACCURACY_BUDGET = 0.01;
/** Below these a person should look; measured on MobileNetV2, agreement of 98 % goes with 25 dB and 80 % with 10 dB. */
const LOW_AGREEMENT = 0.95;
const LOW_SQNR_DB = 10;

type Output = WorkerResult<"compare">["outputs"][number];

/** What is wrong with a file's answers: whatever the averages say, an answer that never changes is an error. */
export function fidelityFindings({ fidelity, comparison }: Emulated): Finding[] {
  return [
    ...comparison.outputs.flatMap((output) => brokenOutput(output, comparison.samples)),
    ...lostAccuracy(fidelity),
    ...lowFidelity(fidelity),
  ];
}

function brokenOutput(output: Output, samples: number): Finding[] {
  const subject = output.name;
  if (output.nonFinite > 0) {
    return [
      finding(
        "DLPU-VAL-001",
        "error",
        subject,
        `output ${subject} has ${output.nonFinite} values that are NaN or infinite`,
        "Look for a division or logarithm of zero in the model, and check the preprocessing.",
      ),
    ];
  }
  if (samples < 2 || output.referenceSameForAllInputs) return [];
  if (!output.constant && !output.sameForAllInputs) return [];
  const what = output.constant ? "one value everywhere" : "the same answer for every sample";
  return [
    finding(
      "AX-Q-009",
      "error",
      subject,
      `output ${subject} gives ${what}, over ${samples} different samples; the float model does not`,
      "Quantize per channel where the soc takes it, calibrate on real images, or train with quantization in mind (QAT).",
    ),
  ];
}

function lostAccuracy({ accuracy, data }: Fidelity): Finding[] {
  if (accuracy?.float == null || data.kind !== "evaluation") return [];
  const lost = accuracy.float - accuracy.final;
  if (lost <= ACCURACY_BUDGET) return [];
  return [
    finding(
      "AX-VAL-001",
      "error",
      "accuracy",
      `top-1 fell from ${percent(accuracy.float)} to ${percent(accuracy.final)} on ${accuracy.samples} labelled samples, more than ${percent(ACCURACY_BUDGET)}`,
      "Give more and better calibration images; where the soc allows it choose int8-per-channel; else train with quantization in mind (QAT).",
    ),
  ];
}

/** Synthetic samples show that a file runs, not how well: no judgement from them. */
function lowFidelity({ top1Agreement, outputs, data, accuracy }: Fidelity): Finding[] {
  if (data.kind === "synthetic" || accuracy !== null) return [];
  if (top1Agreement !== null) {
    if (top1Agreement >= LOW_AGREEMENT) return [];
    return [
      finding(
        "DLPU-VAL-002",
        "warning",
        "agreement",
        `the best class agrees with the float model on ${percent(top1Agreement)} of ${data.samples} samples`,
        "Give labelled evaluation data to see what it costs; try int8-per-channel where the soc takes it.",
      ),
    ];
  }
  return outputs.flatMap(({ name, sqnrDb }) =>
    sqnrDb === null || sqnrDb >= LOW_SQNR_DB
      ? []
      : [
          finding(
            "DLPU-VAL-003",
            "warning",
            name,
            `output ${name} is at ${sqnrDb.toFixed(1)} dB SQNR to the float model, below ${LOW_SQNR_DB} dB`,
            "Check that the output does not mix ranges (boxes and scores), and that calibration data is real; try int8-per-channel where the soc takes it.",
          ),
        ],
  );
}

function finding(
  code: string,
  severity: Severity,
  name: string,
  evidence: string,
  remedy: string,
): Finding {
  return { code, severity, subject: { name }, evidence, remedy, source: "measured by dlpu" };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
