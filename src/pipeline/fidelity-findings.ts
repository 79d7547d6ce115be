import type { Finding, Severity } from "../check/finding.ts";
import type { MethodResult } from "../worker/protocol.ts";
import { renderPercent } from "../report/percent.ts";
import type { Emulated } from "./emulate.ts";
import type { Fidelity } from "./fidelity.ts";
import { layerFindings } from "./layer-findings.ts";

/** Loss of top-1 accuracy that fails a build: one percentage point (dlpu's own budget; issue AX-VAL-001). */
const ACCURACY_BUDGET = 0.01;
/** Below these a person should look; measured on MobileNetV2, agreement of 98 % goes with 25 dB and 80 % with 10 dB. */
const LOW_AGREEMENT = 0.95;
const LOW_SQNR_DB = 10;

type Output = MethodResult<"compare">["outputs"][number];

/** What is wrong with a file's answers: whatever the averages say, an answer that never changes is an error. */
export function fidelityFindings(emulated: Emulated): Finding[] {
  const found = [
    ...emulated.comparison.outputs.flatMap((output) => brokenOutput(output, emulated)),
    ...lostAccuracy(emulated.fidelity),
    ...lowFidelity(emulated.fidelity),
  ];
  return found.length === 0 ? [] : [...found, ...layerFindings(emulated.layers)];
}

function brokenOutput(output: Output, emulated: Emulated): Finding[] {
  const { name } = output;
  if (output.hasNan) {
    return [
      finding(
        "DLPU-VAL-001",
        "error",
        name,
        `output ${name} has values that are NaN or infinite`,
        "Look for a division or logarithm of zero in the model, and check the preprocessing.",
      ),
    ];
  }
  return isStuck(output, emulated) ? [stuckOutput(output, emulated)] : [];
}

/** Whether an output says the same to every sample while the float model, where there is one, does not. */
function isStuck(output: Output, { comparison, hasReference }: Emulated): boolean {
  if (comparison.samples < 2) return false;
  if (hasReference && output.referenceIsEqualAcrossSamples) return false;
  return output.isConstant || output.isEqualAcrossSamples;
}

/**
 * A stuck output is an error, but for noise that may well have one answer: there it is one only where the float model
 * moves by more than a step of the output's quantization.
 */
function stuckOutput(output: Output, emulated: Emulated): Finding {
  const { name, isConstant } = output;
  const { fidelity, hasReference, comparison } = emulated;
  const missed = hasReference && output.maxAbsError > (emulated.outputScales[output.name] ?? 0);
  const certain = missed || fidelity.data.kind !== "synthetic";
  const what = isConstant ? "one value everywhere" : "the same answer to every sample";
  const but = hasReference ? "; the float model does not" : "";
  return finding(
    "AX-Q-009",
    certain ? "error" : "warning",
    name,
    `output ${name} gives ${what}, over ${comparison.samples} ${fidelity.data.kind} samples${but}`,
    "Quantize per channel where the soc takes it, calibrate on real images, or train with quantization in mind (QAT).",
  );
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
      `top-1 fell from ${renderPercent(accuracy.float)} to ${renderPercent(accuracy.final)} on ${accuracy.samples} labelled samples, more than ${renderPercent(ACCURACY_BUDGET)}`,
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
        `the best class agrees with the float model on ${renderPercent(top1Agreement)} of ${data.samples} samples`,
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
